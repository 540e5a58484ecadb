"""The window of what time is booked on, and as what: projects and service types, a page each."""

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts.projects_page import ProjectsPage
from calljournal.desktop.contacts.service_types_page import ServiceTypesPage
from calljournal.desktop.contacts.window import BookWindow
from calljournal.desktop.look.icons import Icons
from calljournal.languages import tr

WIDTH, HEIGHT = 170, 38


class ProjectsWindow(BookWindow):
    """Projects and service types; what is typed and not saved outlives the window. No signals of its own."""

    def __init__(self, bridge: Bridge, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(icons, WIDTH, HEIGHT, parent)
        self.setWindowTitle(tr("Projects and service types"))
        self._project = ""
        self.projects = ProjectsPage(bridge, icons, self)
        self.service_types = ServiceTypesPage(bridge, icons, self)
        self.pages = QTabWidget(self)
        self.pages.addTab(self.projects, tr("&Projects"))
        self.pages.addTab(self.service_types, tr("Service &types"))
        self.projects.shown.connect(self._name_window)
        self.pages.currentChanged.connect(lambda _: self._name_window())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 12)
        layout.addWidget(self.pages)
        for key, do in (
            ("Ctrl+N", self._new),
            ("Ctrl+F", self._find),
            ("Ctrl+Return", self.projects.save_form),
            ("Ctrl+Enter", self.projects.save_form),
            ("Ctrl+S", self.projects.save_form),
            ("Escape", self.close),
        ):
            self.add_key(key, do)

    def show_projects(self, project: str = "") -> None:
        """Look everything up, and select a project, by its id."""
        if project:
            self.pages.setCurrentWidget(self.projects)
            self.projects.show_project(project)
        else:
            self.projects.refresh()
        self.service_types.refresh()
        for page in (self.projects, self.service_types):
            page.drafts.load()

    def _page(self) -> ProjectsPage | ServiceTypesPage:
        return self.projects if self.pages.currentWidget() is self.projects else self.service_types

    def _name_window(self, project: str | None = None) -> None:
        """Name the project that is shown, for whoever looks for the window among others."""
        if project is not None:
            self._project = project
        if self._project and self._page() is self.projects:
            self.setWindowTitle(tr("{project} – Projects and service types", project=self._project))
        else:
            self.setWindowTitle(tr("Projects and service types"))

    def flush(self) -> None:
        """Have kept what is typed."""
        for page in (self.projects, self.service_types):
            page.drafts.flush()

    def read_anew(self) -> None:
        """Show projects, and what is typed of them, as the engine has them: somebody was taken out of both."""
        self.projects.read_anew()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was typed; it is there again when the window is opened the next time."""
        self.flush()
        super().closeEvent(event)

    def _new(self) -> None:
        self._page().begin_new()

    def _find(self) -> None:
        self._page().list.search.setFocus()
        self._page().list.search.selectAll()
