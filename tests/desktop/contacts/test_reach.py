"""Everything in these windows has a name for those who do not see it, and can be reached by the keyboard."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from calljournal.contracts.crm import Means, MeansKind
from calljournal.desktop.contacts.person_requests import requests_of
from tests.desktop.contacts.conftest import Opened

KINDS = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)


def controls(window: QWidget) -> Iterator[QWidget]:
    """Give what people use in a window, as far as it can be seen."""
    for widget in window.findChildren(QWidget):
        ours = isinstance(widget, KINDS) and widget.objectName() not in ("qt_scrollarea_viewport",)
        if ours and widget.isVisible() and not isinstance(widget.parent(), QLineEdit | QComboBox | QAbstractItemView):
            yield widget


@pytest.mark.parametrize("which", ["list", "contact", "form", "new", "projects", "service types", "export", "forget"])
def test_every_control_has_a_name_and_the_keyboard(opened: Opened, which: str) -> None:
    """What a screen reader says of it is not empty; Tab or a key gets there."""
    window: QWidget
    if which == "list":
        window = opened.list()
    elif which == "contact":
        window = opened.contact("c1")
    elif which == "form":
        form = opened.edit("c1")
        form.page.form.means.add_number(Means(MeansKind.PHONE, "044 000 12 99"))
        window = form
    elif which == "new":
        opened.windows.new_from_call("r5", "044 000 99 88", "Dora")
        (window,) = opened.windows.contacts
    elif which in ("export", "forget"):
        requests = requests_of(opened.windows._bridge, opened.doors)
        (requests.give_out if which == "export" else requests.forget)("c1", "Anna Keller")
        (window,) = requests.windows
    else:
        window = projects = opened.projects()
        if which == "projects":
            projects.projects.list.select("p1")
        else:
            projects.pages.setCurrentWidget(projects.service_types)
    found = list(controls(window))
    assert len(found) > 2
    for widget in found:
        name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        assert name, f"{type(widget).__name__} {widget.objectName()} has no name"
        assert widget.focusPolicy() != Qt.FocusPolicy.NoFocus, name
