"""The configuration files of the test PBX; who and what there is to call stands in `firm.py`.

Two dialplans offer the same numbers, see `dialplans.py`. Phones are told by their From user, anything else is the
trunk. No registration: every contact is a fixed loopback port.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tests.pbx.dialplans import DIALPLANS, Name, extensions
from tests.pbx.firm import HOST, OWN_NUMBER, PHONES
from tests.pbx.services import links, service_files

__all__ = ["HOST", "PHONES", "Options", "Ports", "files", "links"]

MODULES = """
res_pjproject res_sorcery_config res_sorcery_memory res_sorcery_astdb res_timing_timerfd
res_pjsip res_pjsip_session res_pjsip_sdp_rtp res_pjsip_caller_id res_pjsip_endpoint_identifier_user
res_pjsip_endpoint_identifier_ip res_pjsip_pubsub res_pjsip_refer res_pjsip_rfc3326 res_pjsip_diversion
res_pjsip_dtmf_info res_pjsip_header_funcs chan_pjsip res_rtp_asterisk codec_ulaw codec_alaw format_pcm
bridge_simple bridge_native_rtp bridge_holding bridge_builtin_features
bridge_softmix chan_bridge_media res_parking codec_gsm format_gsm
pbx_config app_dial app_queue app_stack app_verbose app_playback app_senddtmf
app_confbridge app_voicemail app_directed_pickup app_exec app_playtones
func_callerid func_channel func_strings func_logic func_global func_cut func_timeout
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
    dialplan: Name = "plain"
    """Written by hand, or in FreePBX's manner; the numbers are the same."""
    parking_seconds: int = 45
    """After how long a parked call rings the phone that parked it."""
    cdr: bool = False
    """Asterisk writes its own call records, see `Asterisk.call_records`."""
    accounts: str = ""
    """Further sections of manager.conf."""
    secrets: dict[str, str] = field(default_factory=lambda: {"full": "full-secret", "cti": "cti-secret"})
    """Passwords of the two manager users: `full` may all, `cti` what a product should ask for."""


def files(run: Path, modules: Path, ports: Ports, options: Options) -> dict[str, str]:
    """File name -> text of the whole configuration of an Asterisk that lives in the folder `run`."""
    dialplan = DIALPLANS[options.dialplan]
    return {
        "asterisk.conf": _asterisk(run, modules),
        "modules.conf": _modules(options),
        "logger.conf": "[general]\ndateformat = %F %T.%3q\n[logfiles]\nmessages = notice,warning,error,verbose(3)\n",
        "manager.conf": _manager(ports, options),
        "pjsip.conf": _pjsip(ports, dialplan.phone_context),
        "extensions.conf": extensions(options.dialplan, options.ring_seconds),
        "rtp.conf": "[general]\nrtpstart = 10000\nrtpend = 19998\nicesupport = no\nstrictrtp = no\n",
        "stasis.conf": "[threadpool]\nminimum_size = 5\n",
        **service_files(dialplan.queues, options.parking_seconds, options.cdr),
        **{f"{name}.conf": "" for name in _EMPTY},
    }


def _modules(options: Options) -> str:
    names = [*MODULES, "func_cdr", "res_cdrel_custom", "cdr_custom"] if options.cdr else MODULES
    return "[modules]\nautoload = no\n" + "".join(f"load = {name}.so\n" for name in names)


def _asterisk(run: Path, modules: Path) -> str:
    return f"""\
[directories]
astetcdir => {run}/etc
astmoddir => {modules}
astvarlibdir => {run}/lib
astdbdir => {run}/lib
astkeydir => {run}/lib
astdatadir => {run}/share
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
    return text + options.accounts


def _pjsip(ports: Ports, context: str) -> str:
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
dtmf_mode = info
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
context = {context}
aors = {number}
callerid = {name} <{OWN_NUMBER.get(number, number)}>
call_group = 1
pickup_group = 1
device_state_busy_at = 0
[{number}]
type = aor
contact = sip:{number}@{HOST}:{ports.phones[number]}
"""
    return text


_EMPTY = ("acl", "ccss", "cel", "cli", "codecs", "http", "pjproject", "queuerules", "udptl")
"""Files that Asterisk complains about when they are missing."""
