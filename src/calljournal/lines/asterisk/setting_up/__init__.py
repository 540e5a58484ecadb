"""Help with setting up a line to an Asterisk. What it needs is loaded when somebody wants it."""

from collections.abc import Mapping

from calljournal.contracts.manifest import Value
from calljournal.contracts.setup import Access, Explored


class AsteriskSetup:
    """What can be done before a line works."""

    async def explore(self, values: Mapping[str, Value], listen: float = 0.0) -> Explored:
        """Try the settings, and wait `listen` seconds for a call; nothing is raised."""
        from calljournal.lines.asterisk.setting_up.exploring import explore

        return await explore(values, listen)

    def advise(self, access: Access) -> str:
        """Write the lines of manager.conf for one person. Raises BadSettings."""
        from calljournal.lines.asterisk.setting_up.advice import advise

        return advise(access)


SETUP = AsteriskSetup()
