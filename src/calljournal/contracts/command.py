"""A command: something that the engine is asked to do, as data."""

from typing import ClassVar, Generic, TypeVar

Answer = TypeVar("Answer", covariant=True)


class Command(Generic[Answer]):
    """Something that the engine is asked to do; `answer` is the type of what comes back."""

    answer: ClassVar[object]
