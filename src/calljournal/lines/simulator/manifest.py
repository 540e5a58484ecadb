"""What the simulated line is: its settings, what it can, and how to make one."""

from calljournal.contracts.line import Capability, Line, LineConfig, LineManifest
from calljournal.contracts.manifest import Field, FieldKind
from calljournal.lines.simulator.line import SimulatedLine
from calljournal.lines.simulator.translate import replay


def _make(config: LineConfig) -> Line:
    return SimulatedLine(config)


MANIFEST = LineManifest(
    system="simulator",
    title="Simulated line",
    capabilities=frozenset(Capability) - {Capability.DTMF, Capability.WATCH_OTHERS},
    fields=(
        Field("scenario", "Scenario", default="tour", help="a scenario file, or the name of one that comes with it"),
        Field(
            "speed",
            "Speed",
            FieldKind.NUMBER,
            1,
            help="how many times quicker than real it plays; 0: as fast as possible",
        ),
        Field(
            "nasty", "Nastiness", default="", help="what goes wrong: reorder, double, lose, delay, drop (with commas)"
        ),
        Field("seed", "Seed", FieldKind.NUMBER, 0, help="the same seed makes the same things go wrong"),
        Field(
            "calllist",
            "Call list",
            FieldKind.YES_NO,
            True,
            help="whether the system tells, after a gap, of the calls that ended in it; else they are lost",
        ),
    ),
    make=_make,
    replay=replay,
)
