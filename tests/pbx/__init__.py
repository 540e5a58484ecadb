"""A real Asterisk 22 with SIPp telephones on loopback, for the tests marked `real`.

| file | subject |
|---|---|
| `install.py`, `archive.py` | Asterisk and SIPp unpacked from the Debian archive into a cache folder, without root |
| `config.py` | the numbering, dial plan and endpoints of the test firm |
| `asterisk.py` | one running Asterisk: start, kill, restart, stop |
| `sipp.py`, `scenarios/` | one bounded run of SIPp, and when it saw which SIP message |
| `phones.py` | telephones and the outside world, in words a test can read |
| `rig.py`, `fixtures.py` | all of it joined, and as pytest fixtures |
| `ami_probe.py` | a raw reader of the manager interface, to test the rig by itself |
"""
