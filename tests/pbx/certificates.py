"""A throw-away certificate authority, made by the `openssl` command for one test and gone with its folder."""

from __future__ import annotations

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]


@dataclass(frozen=True)
class Certificate:
    """Files (PEM): the authority that signed, the certificate, its key."""

    authority: Path
    file: Path
    key: Path

    def encryption(self) -> ssl.SSLContext:
        """What a server needs to show it."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.file, self.key)
        return context


class Authority:
    """Signs certificates in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._openssl("req", "-x509", *KEY, "-subj", "/CN=Test authority", "-keyout", "ca.key", "-out", "ca.pem")

    def certificate(self, name: str = "IP:127.0.0.1", days: int = 1) -> Certificate:
        """Sign one for a machine, `IP:...` or `DNS:...`; one for 0 days has expired when it is there."""
        (self._folder / "names").write_text(f"subjectAltName={name}\n")
        self._openssl("req", *KEY, "-subj", "/CN=Test PBX", "-keyout", "pbx.key", "-out", "pbx.csr")
        signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-days", str(days), "-extfile", "names", "-out", "pbx.pem"]
        self._openssl("x509", "-req", "-in", "pbx.csr", *signed)
        return Certificate(self._folder / "ca.pem", self._folder / "pbx.pem", self._folder / "pbx.key")

    def _openssl(self, *words: str) -> None:
        subprocess.run(["openssl", *words], cwd=self._folder, check=True, capture_output=True, timeout=30)
