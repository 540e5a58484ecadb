"""What the firm and the user have set, where it is kept, and the secrets that are kept elsewhere."""

from calljournal.settings.export_profile import ExportProfile
from calljournal.settings.places import Places
from calljournal.settings.secrets import forget_secret, keep_secret, read_secret
from calljournal.settings.settings import FirmSettings, LineSettings, Settings, load, save

__all__ = [
    "ExportProfile",
    "FirmSettings",
    "LineSettings",
    "Places",
    "Settings",
    "forget_secret",
    "keep_secret",
    "load",
    "read_secret",
    "save",
]
