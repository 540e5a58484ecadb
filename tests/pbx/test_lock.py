"""What an installation is checked against, without the network."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.pbx import archive
from tests.pbx.archive import Forged, InstallFailed, Source, machine_source
from tests.pbx.install import LOCK_FILE, Package, check_lock, read_lock

ASTERISK = Package("asterisk", "1:22.1", "amd64", "aa")
SIPP = Package("sip-tester", "3.8", "amd64", "bb")

DEB822 = """\
# the security archive comes first
Types: deb
URIs: http://security.invalid/
Suites: bookworm-security

Types: deb deb-src
URIs: http://debian.invalid/debian
Suites: bookworm bookworm-updates
Signed-By: /keys.gpg
"""
WITH_OPTIONS = """\
deb-src http://other.invalid/ bookworm main
deb [arch=amd64] http://debian.invalid/debian bookworm main
"""


def test_lock_file_names_both_programs_and_their_libc() -> None:
    """The closure is complete and every package has its checksum."""
    locked = {package.package: package for package in read_lock(LOCK_FILE)}
    assert {"asterisk", "asterisk-modules", "sip-tester", "libc6"} <= set(locked)
    assert all(len(package.sha256) == 64 for package in locked.values())
    assert locked["asterisk"].version.startswith("1:22.")


def test_nothing_is_said_when_all_is_as_locked() -> None:
    """No drift, no line."""
    assert check_lock([ASTERISK, SIPP], [SIPP, ASTERISK]) == ""


def test_same_version_with_another_checksum_is_refused() -> None:
    """Somebody changed a package: stop."""
    with pytest.raises(Forged, match="Do not use it"):
        check_lock([replace(ASTERISK, sha256="cc"), SIPP], [ASTERISK, SIPP])


def test_what_the_archive_has_moved_on_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Newer, added and removed packages."""
    monkeypatch.setattr("tests.pbx.install.architecture", lambda: "amd64")
    newer = Package("asterisk", "1:22.2", "amd64", "cc")
    added = Package("libnew", "1", "all", "dd")
    line = check_lock([newer, added], [ASTERISK, SIPP])
    assert "asterisk 1:22.2 (locked 1:22.1), +libnew 1, -sip-tester" in line
    assert "\n" not in line


@pytest.mark.parametrize(
    ("name", "text", "keyring"),
    [
        (
            "sources.list.d/debian.sources",
            DEB822,
            "/keys.gpg",
        ),
        (
            "sources.list",
            WITH_OPTIONS,
            str(archive.KEYRING),
        ),
        ("sources.list.d/a.list", "deb http://debian.invalid/debian bookworm main\n", str(archive.KEYRING)),
    ],
    ids=["deb822", "options", "plain"],
)
def test_archive_is_the_one_the_machine_uses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, keyring: str
) -> None:
    """The main archive is found in every form of apt's sources, not the security one."""
    monkeypatch.delenv(archive.MIRROR_VARIABLE, raising=False)
    monkeypatch.setattr(archive, "_codename", lambda: "bookworm")
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text)
    assert machine_source(tmp_path) == Source("http://debian.invalid/debian", keyring)


def test_machine_without_a_debian_archive_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The failure names the variable to set."""
    monkeypatch.delenv(archive.MIRROR_VARIABLE, raising=False)
    with pytest.raises(InstallFailed, match=archive.MIRROR_VARIABLE):
        machine_source(tmp_path)
