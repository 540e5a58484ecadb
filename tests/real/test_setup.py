"""The lines for the administrator, put into a real Asterisk: they are taken, and the account sees its person's calls.

What the setup says of an Asterisk is what that Asterisk was told.
"""

import asyncio
import re
from pathlib import Path

import pytest

from calljournal.calls import Owners
from calljournal.contracts.line import LineState
from calljournal.contracts.manifest import Value
from calljournal.contracts.setup import Access, Explored, Severity
from calljournal.journal import Outcome
from calljournal.lines.asterisk.setting_up import SETUP
from tests.pbx.fixtures import PbxFactory
from tests.pbx.rig import Pbx
from tests.real.office import Office

pytestmark = pytest.mark.real

CALLER = "+41440001234"
SYNTAXES = pytest.mark.parametrize("version", [None, 22], ids=["old-filters", "new-filters"])


def advised(rig: Pbx, *, dial: bool = False, computer: str = "127.0.0.1", version: int | None = 22) -> str:
    """Do what the advice for Anna says, as on a FreePBX, and give her secret. Nobody listens beyond loopback here."""
    access = Access(Owners.parse("101"), "anna", computer, dial, flavour="freepbx", version=version)
    text = re.sub("(?m)^tls.*\n", "", SETUP.advise(access))
    etc = rig.asterisk.folder / "etc"
    manager = (etc / "manager.conf").read_text(encoding="utf-8").replace("#include manager_custom.conf\n", "")
    (etc / "manager.conf").write_text(manager + "#include manager_custom.conf\n", encoding="utf-8")
    (etc / "manager_custom.conf").write_text(text, encoding="utf-8")
    modules = (etc / "modules.conf").read_text(encoding="utf-8").replace("load = res_manager_devicestate.so\n", "")
    (etc / "modules.conf").write_text(modules + "load = res_manager_devicestate.so\n", encoding="utf-8")
    rig.asterisk.restart()
    secret = re.search("(?m)^secret = (.*)$", text)
    assert secret is not None
    return secret[1]


def explored(rig: Pbx, secret: str, listen: float = 0.0, **more: Value) -> Explored:
    """Try Anna's account."""
    values: dict[str, Value] = {"host": "127.0.0.1", "port": rig.asterisk.ports.ami, "user": "anna", "secret": secret}
    return asyncio.run(SETUP.explore(values | {"own": "101", "context": "internal", **more}, listen))


def said(found: Explored, severity: Severity) -> str:
    """All findings of one kind."""
    return "\n".join(finding.text for finding in found.findings if finding.severity is severity)


@SYNTAXES
def test_an_advised_account_works_and_may_no_more_than_it_must(pbx: PbxFactory, version: int | None) -> None:
    """It is let in, names the telephones, and may neither dial nor rule the machine."""
    rig = pbx()
    found = explored(rig, advised(rig, version=version))
    assert found.works, found
    assert {"101", "102", "103", "104"} <= set(found.telephones)
    assert "dialling is not allowed" in said(found, Severity.ADVICE)
    assert "more than Call Journal needs" not in said(found, Severity.ADVICE)
    assert "Asterisk 22" in said(found, Severity.OK)


def test_who_may_dial_is_told_whether_the_context_exists(pbx: PbxFactory) -> None:
    """A context that the dialplan has, and one that it has not."""
    rig = pbx()
    secret = advised(rig, dial=True)
    assert "the dialplan has the context internal" in said(explored(rig, secret), Severity.OK)
    assert "has no context nowhere" in said(explored(rig, secret, context="nowhere"), Severity.MISSING)


def test_what_is_wrong_is_said(pbx: PbxFactory) -> None:
    """A telephone that does not exist, a wrong secret, an account with all rights."""
    rig = pbx()
    secret = advised(rig)
    assert "no telephone PJSIP/199" in said(explored(rig, secret, own="199"), Severity.MISSING)
    assert "user or secret wrong" in said(explored(rig, "wrong"), Severity.MISSING)
    everything = explored(rig, rig.asterisk.options.secrets["full"], user="full")
    assert "more than Call Journal needs" in said(everything, Severity.ADVICE)


def test_another_computer_is_not_let_in(pbx: PbxFactory) -> None:
    """`permit` names the person's computer alone."""
    rig = pbx()
    found = explored(rig, advised(rig, computer="192.0.2.10"))
    assert "not permitted" in said(found, Severity.MISSING)


@SYNTAXES
def test_a_call_proves_the_rest(pbx: PbxFactory, version: int | None) -> None:
    """It was seen, with its time, and says whether the number is withheld: the advice has set that up."""
    rig = pbx(timestampevents=False)
    secret = advised(rig, version=version)
    with rig.phone("101").never_answers(), rig.world.calls("+41440000101", CALLER, gives_up_after=2.0) as call:
        found = explored(rig, secret, listen=10.0)
        call.wait()
    assert "a call of your telephone was seen" in said(found, Severity.OK)
    assert "timestampevents" not in said(found, Severity.ADVICE)
    assert "channelvars" not in said(found, Severity.ADVICE)


def test_calls_of_colleagues_do_not_come(pbx: PbxFactory) -> None:
    """Whoever may see everything is told that the calls were others'; Anna's account hears nothing of them."""
    rig = pbx()
    secret = advised(rig)
    for user, words in (("anna", "no call was seen"), ("cti", "calls of 102, trunk were seen")):
        with rig.phone("102").never_answers(), rig.world.calls("+41440000102", CALLER, gives_up_after=1.0) as call:
            found = explored(rig, rig.asterisk.options.secrets.get(user, secret), listen=2.0, user=user)
            call.wait()
        assert words in said(found, Severity.MISSING)


@SYNTAXES
def test_the_journal_of_an_advised_account_is_right(
    pbx: PbxFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int | None
) -> None:
    """A missed and an answered call of Anna, and a call of her colleague, of which nothing is kept."""
    rig = pbx()
    monkeypatch.setenv("CALLJOURNAL_SECRET_ASTERISK_MAIN", advised(rig, version=version))
    with Office(tmp_path, rig.asterisk.ports.ami, "101", user="anna") as place:
        place.lamp(LineState.CONNECTED)
        with rig.phone("101").never_answers(), rig.world.calls("+41440000101", CALLER, gives_up_after=0.4) as call:
            call.wait()
        place.rows(1)
        with rig.phone("102").answers(after=0.1), rig.world.calls("+41440000102", CALLER, hangs_up_after=0.2) as call:
            call.wait()
        with rig.phone("101").answers(after=0.2), rig.world.calls("+41440000101", CALLER, hangs_up_after=0.5) as call:
            call.wait()
        missed, answered = place.rows(2)
    assert (missed.entry.outcome, answered.entry.outcome) == (Outcome.MISSED, Outcome.ANSWERED)
    assert {missed.entry.number, answered.entry.number} == {CALLER}
    assert answered.entry.talk_seconds == pytest.approx(0.5, abs=0.25)
