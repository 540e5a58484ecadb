"""What the firm and the user have set, where it is kept, and the secrets that are kept elsewhere.

`settings` what can be set, with its default; `keys` the same by name, `toml` as trees of tables
`layers`   which value holds: defaults, the computer's file (`machine`), the user's file, the `environment`; `locks`
`saving`   changes the user's file
`secrets`  passwords, in the keyring; `places` where everything lies
"""

from calljournal.settings.environment import variable_for
from calljournal.settings.export_profile import ExportProfile
from calljournal.settings.keys import Key, Path, keys
from calljournal.settings.layers import Layers, load, read_layers
from calljournal.settings.locks import Locks
from calljournal.settings.machine import machine_file
from calljournal.settings.places import Places
from calljournal.settings.saving import Change, change, save
from calljournal.settings.secrets import forget_secret, keep_secret, read_secret
from calljournal.settings.settings import FirmSettings, LineSettings, Settings, UserSettings

__all__ = [
    "Change",
    "ExportProfile",
    "FirmSettings",
    "Key",
    "Layers",
    "LineSettings",
    "Locks",
    "Path",
    "Places",
    "Settings",
    "UserSettings",
    "change",
    "forget_secret",
    "keep_secret",
    "keys",
    "load",
    "machine_file",
    "read_layers",
    "read_secret",
    "save",
    "variable_for",
]
