"""The configuration of the test PBX: a small firm with fictional numbers.

| number | is |
|---|---|
| +41440000101 ... 104 | direct lines of 101 Anna Keller, 102 Beat Frei, 103 Carla Meier, 104 Dario Weber |
| 600, +41440000160 | ring group 101 & 102 |
| 601, +41440000161 | the same, behind Local channels |
| 700, +41440000170 | queue `support`: 101 and 102 |
| 0 + number | outside line through endpoint `trunk` |

Contexts: `from-trunk` (the carrier), `ddi` (where it is sent on to), `internal` (the phones). As in many a real PBX the
outgoing number is built out of CALLERID(num): a click-to-dial that sets another CallerID makes it wrong.
Phones are told by their From user, anything else is the trunk. No registration: every contact is a fixed loopback port.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

HOST = "127.0.0.1"
OWN_BLOCK = "+41440000"
PHONES = {"101": "Anna Keller", "102": "Beat Frei", "103": "Carla Meier", "104": "Dario Weber"}

MODULES = """
res_pjproject res_sorcery_config res_sorcery_memory res_sorcery_astdb res_timing_timerfd
res_pjsip res_pjsip_session res_pjsip_sdp_rtp res_pjsip_caller_id res_pjsip_endpoint_identifier_user
res_pjsip_endpoint_identifier_ip res_pjsip_pubsub res_pjsip_refer res_pjsip_rfc3326 res_pjsip_diversion
res_pjsip_dtmf_info res_pjsip_header_funcs chan_pjsip res_rtp_asterisk codec_ulaw codec_alaw format_pcm
bridge_simple bridge_native_rtp bridge_softmix bridge_holding bridge_builtin_features
pbx_config app_dial app_queue app_stack app_verbose app_playback app_senddtmf
func_callerid func_channel func_strings func_logic func_global func_cut
""".split()
"""All that is loaded; nothing of it talks to anything outside loopback. Loading all 300 takes seconds."""


@dataclass(frozen=True)
class Ports:
    """Where everything listens, all on loopback."""

    ami: int
    sip: int
    trunk: int
    phones: dict[str, int]


@dataclass(frozen=True)
class Options:
    """What a test may choose about the PBX."""

    timestampevents: bool = True
    """Every event carries `Timestamp`."""
    channelvars: str | None = None
    """E.g. `CALLERID(num-pres)`: events of a channel carry it as `ChanVariable`."""
    ring_seconds: int = 15
    """How long the PBX lets a phone ring before it gives up."""
    secrets: dict[str, str] = field(default_factory=lambda: {"full": "full-secret", "cti": "cti-secret"})
    """Passwords of the two manager users: `full` may all, `cti` what a product should ask for."""


def files(run: Path, modules: Path, share: Path, ports: Ports, options: Options) -> dict[str, str]:
    """File name -> text of the whole configuration of an Asterisk that lives in the folder `run`."""
    return {
        "asterisk.conf": _asterisk(run, modules, share),
        "modules.conf": "[modules]\nautoload = no\n" + "".join(f"load = {name}.so\n" for name in MODULES),
        "logger.conf": "[general]\ndateformat = %F %T.%3q\n[logfiles]\nmessages = notice,warning,error,verbose(3)\n",
        "manager.conf": _manager(ports, options),
        "pjsip.conf": _pjsip(ports),
        "extensions.conf": _extensions(options),
        "queues.conf": _QUEUES,
        "rtp.conf": "[general]\nrtpstart = 10000\nrtpend = 19998\nicesupport = no\nstrictrtp = no\n",
        "indications.conf": _INDICATIONS,
        "cdr.conf": "[general]\nenable = no\n",
        "stasis.conf": "[threadpool]\nminimum_size = 5\n",
        "features.conf": "[general]\n[featuremap]\nblindxfer = #1\natxfer = *2\n",
        **{f"{name}.conf": "" for name in _EMPTY},
    }


def _asterisk(run: Path, modules: Path, share: Path) -> str:
    return f"""\
[directories]
astetcdir => {run}/etc
astmoddir => {modules}
astvarlibdir => {run}/lib
astdbdir => {run}/lib
astkeydir => {run}/lib
astdatadir => {share}
astagidir => {run}/lib
astspooldir => {run}/spool
astrundir => {run}/run
astlogdir => {run}/log
astsbindir => {run}/run
[options]
documentation_language = en
hideconnect = yes
"""


def _manager(ports: Ports, options: Options) -> str:
    rights = {
        "full": ("all", "all"),
        "cti": ("system,call,agent,dtmf", "originate,call,reporting"),
    }
    text = f"[general]\nenabled = yes\nwebenabled = no\nbindaddr = {HOST}\nport = {ports.ami}\n"
    text += f"timestampevents = {'yes' if options.timestampevents else 'no'}\n"
    if options.channelvars:
        text += f"channelvars = {options.channelvars}\n"
    for user, secret in options.secrets.items():
        read, write = rights[user]
        text += f"[{user}]\nsecret = {secret}\nread = {read}\nwrite = {write}\nwritetimeout = 5000\n"
    return text


def _pjsip(ports: Ports) -> str:
    text = f"""\
[global]
type = global
endpoint_identifier_order = username,ip
user_agent = Test PBX
[udp]
type = transport
protocol = udp
bind = {HOST}:{ports.sip}
[station](!)
type = endpoint
disallow = all
allow = ulaw,alaw
direct_media = no
media_address = {HOST}
bind_rtp_to_media_address = yes
rtp_symmetric = yes
[trunk](station)
context = from-trunk
aors = trunk
trust_id_inbound = yes
[trunk]
type = aor
contact = sip:{HOST}:{ports.trunk}
[trunk]
type = identify
endpoint = trunk
match = {HOST}
"""
    for number, name in PHONES.items():
        text += f"""\
[{number}](station)
context = internal
aors = {number}
callerid = {name} <{number}>
device_state_busy_at = 0
[{number}]
type = aor
contact = sip:{number}@{HOST}:{ports.phones[number]}
"""
    return text


def _extensions(options: Options) -> str:
    ring = options.ring_seconds
    groups = f"""\
exten => 600,1,Dial(PJSIP/101&PJSIP/102,{ring + 5},t)
 same => n,Hangup(19)
exten => 601,1,Dial(Local/101@internal/n&Local/102@internal/n,{ring + 5},t)
 same => n,Hangup(19)
exten => 700,1,Answer()
 same => n,Queue(support,t,,,30)
 same => n,Hangup()
"""
    return f"""\
[general]
static = yes
writeprotect = yes

[from-trunk]
exten => _{OWN_BLOCK}10[1-4],1,Goto(ddi,${{EXTEN:-3}},1)
exten => _{OWN_BLOCK}16[01],1,Goto(ddi,60${{EXTEN:-1}},1)
exten => {OWN_BLOCK}170,1,Goto(ddi,700,1)
exten => _[+0-9].,1,Hangup(1)

[ddi]
exten => _10[1-4],1,Dial(PJSIP/${{EXTEN}},{ring},t)
{_AFTER_DIAL}{groups}
[internal]
exten => _10[1-4],1,Dial(PJSIP/${{EXTEN}},{ring},tT)
{_AFTER_DIAL}{groups}
exten => _0X.,1,Set(CALLERID(num)={OWN_BLOCK}${{CALLERID(num)}})
 same => n,Dial(PJSIP/${{EXTEN:1}}@trunk,40,T)
 same => n,Hangup(${{HANGUPCAUSE}})
"""


_EMPTY = ("acl", "ccss", "cel", "cli", "codecs", "http", "pjproject", "queuerules", "udptl")
"""Files that Asterisk complains about when they are missing."""

_INDICATIONS = """\
[general]
country = ch
[ch]
description = Switzerland
ringcadence = 1000,4000
dial = 425
ring = 425/1000,0/4000
"""

_AFTER_DIAL = """\
 same => n,GotoIf($["${DIALSTATUS}" = "BUSY"]?busy)
 same => n,Hangup(19)
 same => n(busy),Hangup(17)
"""

_QUEUES = """\
[general]
persistentmembers = no
[support]
strategy = ringall
timeout = 15
retry = 1
ringinuse = yes
member => PJSIP/101,0,Anna Keller
member => PJSIP/102,0,Beat Frei
"""
