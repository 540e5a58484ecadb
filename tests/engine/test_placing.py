"""A number is placed: through which line, as a link for another program, and never by accident."""

import pytest

from calljournal.contracts.line import LineState
from calljournal.contracts.service import (
    GetLines,
    ListRows,
    PlaceCall,
    Placed,
    PreviewCall,
    RedirectCall,
    TransferCall,
    WatchLines,
)
from calljournal.engine import Engine
from calljournal.errors import NeedsConfirming, NotFound, Refused
from calljournal.settings import save
from tests.engine.conftest import LINE, Lab
from tests.engine.test_control import RINGS, seen

NOTHING = "# nothing happens by itself\n"
OTHER = "simulator:other"


def set_firm(lab: Lab, **values: str) -> None:
    for name, value in values.items():
        save(lab.places.settings_file, ("firm", name), value)


def test_a_link_is_dialled_through_the_line(lab: Lab) -> None:
    """Also one that another program hands over; what is no link is refused from there."""
    lab.plays(NOTHING)

    async def work(engine: Engine) -> None:
        assert await engine.do(PlaceCall("tel:+41-44-000-77-11", from_outside=True)) == Placed("00440007711")
        assert [row.entry.number for row in await engine.do(ListRows())] == ["+41440007711"]
        assert (await engine.do(PlaceCall("callto:103"))).digits == "103"
        for text in ("044 000 77 11", "javascript:alert(1)", "sip:103@example.org"):
            with pytest.raises(Refused, match="is no link with a telephone number"):
                await engine.do(PlaceCall(text, from_outside=True))
        with pytest.raises(Refused, match=r"cannot dial .*a code with \* or #"):
            await engine.do(PlaceCall("tel:*21*0440007711%23", from_outside=True))
        assert len(await engine.do(ListRows())) == 2

    lab.run(work)


@pytest.mark.parametrize("number", ["117", "0 117", "tel:112", "0112"])
def test_an_emergency_number_is_dialled_only_when_confirmed(lab: Lab, number: str) -> None:
    lab.plays(NOTHING)

    async def work(engine: Engine) -> None:
        assert (await engine.do(PreviewCall(number))).emergency
        with pytest.raises(NeedsConfirming, match="is an emergency number"):
            await engine.do(PlaceCall(number))
        assert await engine.do(ListRows()) == ()
        assert [info.state for info in await engine.do(GetLines())] == [LineState.CLOSED], "no line was even opened"
        placed = await engine.do(PlaceCall(number, confirmed=True))
        assert placed.digits in ("117", "0117", "112", "0112")

    lab.run(work)


def test_an_emergency_number_of_the_firms_country_is_one_on_a_line_abroad(lab: Lab) -> None:
    """144 is the ambulance in Switzerland, and an internal number on a telephone system in Germany."""
    lab.plays(NOTHING, country="DE", area="30", outside="0")

    async def work(engine: Engine) -> None:
        assert (await engine.do(PreviewCall("144"))).emergency
        with pytest.raises(NeedsConfirming):
            await engine.do(PlaceCall("144"))
        assert not (await engine.do(PreviewCall("145"))).emergency

    lab.run(work)


def test_nobody_is_sent_on_to_an_emergency_number_by_accident(lab: Lab) -> None:
    lab.plays(RINGS, speed=20)

    async def work(engine: Engine) -> None:
        await engine.do(WatchLines())
        entry = await seen(engine, "101", "ringing")
        with pytest.raises(NeedsConfirming):
            await engine.do(RedirectCall("117", entry.id))
        assert (await engine.do(RedirectCall("117", entry.id, confirmed=True))).digits == "117"

    lab.run(work)


def test_nobody_is_passed_on_to_an_emergency_number_by_accident(lab: Lab) -> None:
    lab.plays(RINGS + "at 1 A answered by 101\n", speed=20)

    async def work(engine: Engine) -> None:
        await engine.do(WatchLines())
        entry = await seen(engine, "101", "talking")
        for attended in (False, True):
            with pytest.raises(NeedsConfirming):
                await engine.do(TransferCall("0112", entry.id, attended))
        assert (await engine.do(TransferCall("0112", entry.id, confirmed=True))).digits == "0112"

    lab.run(work)


def test_where_another_program_dials_it_is_handed_a_link(lab: Lab) -> None:
    """Without a line, and without the prefixes of one; nothing is dialled here."""
    set_firm(lab, dial="uri")

    async def work(engine: Engine) -> None:
        for number, link in (
            ("044 000 77 11", "tel:+41440007711"),
            ("0 044 000 77 11", "tel:+41440007711"),
            ("tel:+49-30-23125-678", "tel:+493023125678"),
            ("103", "tel:103"),
            ("tel:103", "tel:103"),
        ):
            placed = await engine.do(PlaceCall(number))
            assert placed == Placed(link.removeprefix("tel:"), link)
            assert (await engine.do(PreviewCall(number))).digits == placed.digits
        with pytest.raises(NeedsConfirming):
            await engine.do(PlaceCall("0 117"))
        assert (await engine.do(PlaceCall("0 117", confirmed=True))).uri == "tel:117"
        assert await engine.do(ListRows()) == ()

    lab.run(work)


def test_a_link_does_not_go_round_in_circles(lab: Lab) -> None:
    """We may be the program that the computer hands links to: one from there is not handed back."""
    lab.plays(NOTHING)
    set_firm(lab, dial="uri")

    async def work(engine: Engine) -> None:
        with pytest.raises(Refused, match="round in circles"):
            await engine.do(PlaceCall("tel:+41440007711", from_outside=True))
        with pytest.raises(Refused, match="is no link"):
            await engine.do(PlaceCall("nobody", from_outside=True))
        assert (await engine.do(PlaceCall("tel:+41440007711"))).uri == "tel:+41440007711"
        placed = await engine.do(PlaceCall("tel:+41440007711", LINE, from_outside=True))
        assert placed == Placed("00440007711"), "a line that is named dials"

    lab.run(work)


def test_the_settings_say_which_line_dials(lab: Lab) -> None:
    """Else the first that can; a line that is named goes before; one that is gone is told."""
    lab.plays(NOTHING)
    values = {"own": "201", "scenario": str(lab.places.config / "test.scenario"), "outside": "8"}
    save(lab.places.settings_file, ("lines", OTHER), {"system": "simulator", "values": values})

    async def first(engine: Engine) -> None:
        assert (await engine.do(PreviewCall("044 000 77 11"))).digits == "00440007711"

    async def second(engine: Engine) -> None:
        assert (await engine.do(PlaceCall("044 000 77 11"))).digits == "80440007711"
        assert [row.entry.line for row in await engine.do(ListRows())] == [OTHER]
        assert (await engine.do(PreviewCall("044 000 77 11", LINE))).digits == "00440007711"

    async def third(engine: Engine) -> None:
        with pytest.raises(NotFound, match="asterisk:gone dials, but there is no such line"):
            await engine.do(PlaceCall("044 000 77 11"))

    lab.run(first)
    set_firm(lab, line=OTHER)
    lab.run(second)
    set_firm(lab, line="asterisk:gone")
    lab.run(third)


def test_the_normalised_form_is_told(lab: Lab) -> None:
    """For context menus: E.164, where a number has such a form."""
    lab.plays(NOTHING)

    async def work(engine: Engine) -> None:
        for number, e164 in (("044/000 77 11", "+41440007711"), ("103", None), ("1414", None)):
            assert (await engine.do(PreviewCall(number))).e164 == e164

    lab.run(work)
