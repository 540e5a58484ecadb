"""Owners: the people whose calls are recorded, each with a named set of endpoints (telephones) on a line."""

from collections.abc import Iterator
from dataclasses import dataclass

from calljournal.errors import BadSettings
from calljournal.words import say


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A telephone on a line: its name on the wire, and the extension by which people know it."""

    name: str
    extension: str


@dataclass(frozen=True, slots=True)
class Owner:
    """A person with the telephones that are theirs; known by the extension of the first."""

    endpoints: tuple[Endpoint, ...]

    @property
    def id(self) -> str:
        """The extension of the first endpoint."""
        return self.endpoints[0].extension


class Owners:
    """The owners of one line. Only their endpoints get rows in the journal."""

    def __init__(self, owners: tuple[Owner, ...]) -> None:
        self._owners = owners
        self._by_endpoint = {endpoint.name: owner for owner in owners for endpoint in owner.endpoints}
        self._extension = {endpoint.name: endpoint.extension for owner in owners for endpoint in owner.endpoints}

    @classmethod
    def parse(cls, text: str) -> "Owners":
        """Read the setting `own`: `101,102`; `anna:101` where name and extension differ; `101+191` for one owner.

        Raises BadSettings where an endpoint is empty or named twice.
        """
        owners: list[Owner] = []
        seen: set[str] = set()
        for part in filter(None, (part.strip() for part in text.split(","))):
            endpoints = []
            for item in part.split("+"):
                name, _, extension = (field.strip() for field in item.partition(":"))
                if not name:
                    raise BadSettings(
                        say("own: {part!r} names an empty endpoint; write it as 101,102 or 101+191", part=part)
                    )
                if name in seen:
                    raise BadSettings(
                        say("own: the endpoint {name!r} is named twice; each belongs to one owner", name=name)
                    )
                seen.add(name)
                endpoints.append(Endpoint(name, extension or name))
            owners.append(Owner(tuple(endpoints)))
        return cls(tuple(owners))

    def __iter__(self) -> Iterator[Owner]:
        return iter(self._owners)

    def __len__(self) -> int:
        return len(self._owners)

    def __contains__(self, endpoint: object) -> bool:
        return endpoint in self._by_endpoint

    def __str__(self) -> str:
        return ",".join(
            "+".join(e.name if e.name == e.extension else f"{e.name}:{e.extension}" for e in owner.endpoints)
            for owner in self._owners
        )

    def of(self, endpoint: str) -> Owner | None:
        """Give the owner of an endpoint, or None where nobody of ours has it."""
        return self._by_endpoint.get(endpoint)

    def by_id(self, owner: str) -> Owner | None:
        """Give the owner of that id (extension)."""
        return next((candidate for candidate in self._owners if candidate.id == owner), None)

    def extension(self, endpoint: str) -> str:
        """Give the extension of an endpoint; one that is not ours is known by its own name."""
        return self._extension.get(endpoint, endpoint)
