"""Encryption: what is not trusted is not spoken to, and the lamp says why."""

from pathlib import Path

import pytest

from calljournal.contracts.line import LineState
from tests.lines.asterisk.fake_ami import FakeAmi
from tests.lines.asterisk.wired import make, play, running
from tests.pbx.certificates import Authority


def test_an_encrypted_connection(tmp_path: Path) -> None:
    """With the authority's certificate it is trusted, and found again after it was lost."""
    certificate = Authority(tmp_path).certificate()

    async def story() -> None:
        async with FakeAmi(encryption=certificate.encryption()) as server:
            async with running(make(server.port, tls=True, tls_ca=str(certificate.authority))) as watched:
                await watched.lamp(LineState.CONNECTED)
                server.drop()
                await watched.lamp(LineState.DISCONNECTED)
                await watched.until(lambda: watched.lamps()[-1].state is LineState.CONNECTED)

    play(story)


@pytest.mark.parametrize(
    ("name", "days", "trusted", "words"),
    [
        ("IP:127.0.0.1", 1, False, "set tls_ca to the file of the authority that signed it"),
        ("DNS:pbx.example", 1, True, "it is for another machine: set host to the name in it"),
        ("IP:127.0.0.2", 1, True, "it is for another machine: set host to the name in it"),
        ("IP:127.0.0.1", 0, True, "it has expired: Asterisk needs a new one"),
    ],
)
def test_a_certificate_that_is_not_trusted(tmp_path: Path, name: str, days: int, trusted: bool, words: str) -> None:
    """An unknown authority, another machine's certificate, an old one: nothing is told to it, not even the user."""
    certificate = Authority(tmp_path).certificate(name, days)

    async def story() -> None:
        async with FakeAmi(encryption=certificate.encryption()) as server:
            known = str(certificate.authority) if trusted else ""
            async with running(make(server.port, tls=True, tls_ca=known)) as watched:
                lamp = await watched.lamp(LineState.DISCONNECTED, f"the certificate of 127.0.0.1:{server.port}")
                assert lamp.message.endswith(words)
                assert server.raw == b""

    play(story)


def test_one_side_encrypts_and_the_other_does_not(tmp_path: Path) -> None:
    """Either way round it is said in words, as is a file that holds no certificate."""
    certificate = Authority(tmp_path).certificate()
    authority = str(certificate.authority)

    async def story() -> None:
        async with FakeAmi() as server:
            async with running(make(server.port, tls=True, tls_ca=authority)) as watched:
                await watched.lamp(LineState.DISCONNECTED, "does not speak TLS; is tlsenable = yes in manager.conf")
            async with running(make(server.port, tls=True, tls_ca=str(tmp_path / "none.pem"))) as watched:
                await watched.lamp(LineState.DISCONNECTED, "tls_ca: the file")
            async with running(make(server.port, tls=True, tls_ca=str(certificate.key))) as watched:
                await watched.lamp(LineState.DISCONNECTED, "tls_ca: the file")
        async with FakeAmi(encryption=certificate.encryption()) as server:
            async with running(make(server.port)) as watched:
                await watched.lamp(LineState.DISCONNECTED, "is this its port for TLS?")

    play(story)
