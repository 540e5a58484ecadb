"""A real Asterisk 22 with SIPp telephones on loopback, for the tests marked `real`.

| file | subject |
|---|---|
| `install.py`, `archive.py` | Asterisk and SIPp unpacked from the Debian archive into a cache folder, without root |
| `firm.py` | the test firm: its people, its telephones, its numbers |
| `dialplans.py`, `extensions/` | two dialplans with the same numbers: by hand, and in FreePBX's manner |
| `services.py` | queues, parking, voicemail, codes during a call, call records |
| `config.py` | what a test may choose, the endpoints, and all configuration files together |
| `asterisk.py` | one running Asterisk: start, kill, restart, stop |
| `sipp.py`, `scenarios/` | one bounded run of SIPp, and when it saw which SIP message |
| `phones.py` | telephones and the outside world, in words a test can read |
| `rig.py`, `fixtures.py` | all of it joined, and as pytest fixtures |
| `relay.py`, `certificates.py` | a wire to the manager interface that a test cuts; what encryption needs |
| `ami_probe.py` | a raw reader of the manager interface, to test the rig by itself |
"""
