"""One folder per telephone system, each with the same file names: manifest, protocol, translate, line."""
