"""What this adapter is: its settings, what it can do, and how to make a line of it."""

from calljournal.contracts.line import Capability, Line, LineConfig, LineManifest
from calljournal.contracts.manifest import Field, FieldKind
from calljournal.lines.asterisk.recordings import RECORDINGS
from calljournal.lines.asterisk.replay import replay
from calljournal.lines.asterisk.setting_up import SETUP


def make(config: LineConfig) -> Line:
    """Make a line of these settings."""
    from calljournal.lines.asterisk.line import AsteriskLine

    return AsteriskLine(config)


FIELDS = (
    Field("host", "Host", default="127.0.0.1", help="name or address of the machine that Asterisk runs on"),
    Field("port", "Port", FieldKind.NUMBER, 5038, help="of the manager interface: port or tlsbindaddr in manager.conf"),
    Field("user", "User", required=True, help="the account in manager.conf: the name in square brackets"),
    Field("secret", "Secret", FieldKind.SECRET, required=True, help="the account's secret in manager.conf"),
    Field("tls", "Encrypted", FieldKind.YES_NO, False, help="yes where manager.conf has tlsenable = yes"),
    Field("tls_ca", "Certificate authority", help="file of the authority that signed Asterisk's certificate (PEM)"),
    Field("trunk", "Trunks", help="endpoints that lead to the outside, with commas; default: told by their numbers"),
    Field("tech", "Technology", default="PJSIP", help="what stands before the slash in channel names"),
    Field(
        "context",
        "Dialplan context",
        default="from-internal",  # that of FreePBX and of the sample configurations of Asterisk
        help="in which your telephones dial: context of the endpoint in pjsip.conf",
    ),
    Field("ring", "Ring seconds", FieldKind.NUMBER, 30, help="how long click-to-dial lets your own telephone ring"),
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
        Capability.ANSWER: "Asterisk's manager interface cannot answer or pick up a call; do it at the telephone",
        Capability.HOLD: "Asterisk's manager interface cannot hold a call; do it at the telephone",
    },
    fields=FIELDS,
    make=make,
    replay=replay,
    recordings=RECORDINGS,
    setup=SETUP,
)
