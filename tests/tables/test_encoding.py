"""Bytes become text by rules that say yes or no."""

import pytest

from calljournal.tables import decode

TEXT = "Name;Ort\nJürg Müller;Zürich\nÄnne Groß;Köln\nRenée Hélène;Genève\n"


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
        ("mac_roman", "Mac Roman"),
    ],
)
def test_encodings(codec: str, name: str) -> None:
    """Each is known from its bytes alone."""
    text, encoding = decode(TEXT.encode(codec))
    assert (text.removeprefix("\ufeff"), encoding) == (TEXT, name)


@pytest.mark.parametrize(
    "text",
    ["Name\nKeller – „Söhne“ … 10 €\n", "Name\nMiloš Müller\n", "Name\nŽeljko Šimić".replace("ć", "c") + " Grün\n"],
)
def test_windows_stays_windows(text: str) -> None:
    """Its signs, and letters that are not German, make no Mac of it."""
    assert decode(text.encode("cp1252")) == (text, "Windows-1252")
