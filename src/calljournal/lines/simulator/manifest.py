"""What the simulated line is: its settings, what it can, and how to make one."""

from calljournal.contracts.line import Capability, Line, LineConfig, LineManifest
from calljournal.contracts.manifest import Field, FieldKind
from calljournal.lines.simulator.line import SimulatedLine
from calljournal.lines.simulator.translate import replay
from calljournal.words import say


def _make(config: LineConfig) -> Line:
    return SimulatedLine(config)


MANIFEST = LineManifest(
    system="simulator",
    title=say("Simulated line"),
    capabilities=frozenset(Capability) - {Capability.DTMF, Capability.WATCH_OTHERS},
    fields=(
        Field(
            "scenario",
            say("Scenario"),
            default="tour",
            help=say("a scenario file, or the name of one that comes with it"),
        ),
        Field(
            "caller",
            say("First caller"),
            default="",
            help=say("the number of one of your contacts, say, who then calls first; default: as in the scenario"),
        ),
        Field(
            "speed",
            say("Speed"),
            FieldKind.NUMBER,
            1,
            help=say("how many times quicker than real it plays; 0: as fast as possible"),
        ),
        Field(
            "nasty",
            say("Nastiness"),
            default="",
            help=say("what goes wrong: reorder, double, lose, delay, drop (with commas)"),
        ),
        Field("seed", say("Seed"), FieldKind.NUMBER, 0, help=say("the same seed makes the same things go wrong")),
        Field(
            "calllist",
            say("Call list"),
            FieldKind.YES_NO,
            True,
            help=say("whether the system tells, after a gap, of the calls that ended in it; else they are lost"),
        ),
    ),
    own="101",
    make=_make,
    replay=replay,
)
