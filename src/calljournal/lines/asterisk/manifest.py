"""What this adapter is: its settings, what it can do, and how to make a line of it."""

from calljournal.contracts.line import Capability, Line, LineConfig, LineManifest
from calljournal.contracts.manifest import Field, FieldKind
from calljournal.lines.asterisk.recordings import RECORDINGS
from calljournal.lines.asterisk.replay import replay
from calljournal.lines.asterisk.setting_up import SETUP
from calljournal.words import say


def make(config: LineConfig) -> Line:
    """Make a line of these settings."""
    from calljournal.lines.asterisk.line import AsteriskLine

    return AsteriskLine(config)


FIELDS = (
    Field("host", say("Host"), default="127.0.0.1", help=say("name or address of the machine that Asterisk runs on")),
    Field(
        "port",
        say("Port"),
        FieldKind.NUMBER,
        5038,
        help=say("of the manager interface: port or tlsbindaddr in manager.conf"),
    ),
    Field("user", say("User"), required=True, help=say("the account in manager.conf: the name in square brackets")),
    Field("secret", say("Secret"), FieldKind.SECRET, required=True, help=say("the account's secret in manager.conf")),
    Field("tls", say("Encrypted"), FieldKind.YES_NO, False, help=say("yes where manager.conf has tlsenable = yes")),
    Field(
        "tls_ca",
        say("Certificate authority"),
        help=say("file of the authority that signed Asterisk's certificate (PEM)"),
    ),
    Field(
        "trunk",
        say("Trunks"),
        help=say("endpoints that lead to the outside, with commas; default: told by their numbers"),
    ),
    Field("tech", say("Technology"), default="PJSIP", help=say("what stands before the slash in channel names")),
    Field(
        "context",
        say("Dialplan context"),
        default="from-internal",  # that of FreePBX and of the sample configurations of Asterisk
        help=say("in which your telephones dial: context of the endpoint in pjsip.conf"),
    ),
    Field(
        "ring",
        say("Ring seconds"),
        FieldKind.NUMBER,
        30,
        help=say("how long click-to-dial lets your own telephone ring"),
    ),
)

MANIFEST = LineManifest(
    system="asterisk",
    title="Asterisk (AMI)",
    # WATCH_OTHERS is not among them: colleagues are seen only as far as they take part in a call of ours
    capabilities=frozenset(
        {Capability.DIAL, Capability.HANG_UP, Capability.REDIRECT}
        | {Capability.BLIND_TRANSFER, Capability.ATTENDED_TRANSFER}
    ),
    cannot={
        Capability.ANSWER: say("Asterisk's manager interface cannot answer or pick up a call; do it at the telephone"),
        Capability.HOLD: say("Asterisk's manager interface cannot hold a call; do it at the telephone"),
    },
    fields=FIELDS,
    make=make,
    replay=replay,
    recordings=RECORDINGS,
    setup=SETUP,
)
