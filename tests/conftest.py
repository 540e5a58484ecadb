"""What every test gets: a data folder of its own, a strict eye on log lines, and an X server where a window is shown.

A part of the machine that is missing skips the tests that need it, and the summary names it. With CI=true nothing may
be skipped: any skip turns the session red.
"""

import functools
import logging
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.pbx.archive import Forged, InstallFailed
from tests.pbx.install import ensure_installed
from tests.wine import install as wine

IN_CI = os.environ.get("CI") == "true"
TESTS = Path(__file__).parent
ONLY_WHEN_ASKED = ("soak", "bench")
DESKTOP_PROGRAMS = ("Xvfb", "openbox", "xdotool", "xwininfo")

# A shared machine may be slow at any moment: no example fails for its time.
settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")

# Secrets of whoever runs the tests are not ours to read or write.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

# Tests look for sentences in English, whoever runs them.
os.environ["LANGUAGE"] = "en"

# A shell that starts a run in the background has it ignore Ctrl-C, and so every program that a test ends by it.
signal.signal(signal.SIGINT, signal.default_int_handler)

SKIPPED = pytest.StashKey[list[str]]()
SCRATCH = pytest.StashKey[Path]()
X_SERVER = pytest.StashKey[subprocess.Popen[bytes]]()


# --- which tests run -------------------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Leave pytest-qt out where Qt cannot be loaded: it would end the session before the first test."""
    if qt_problem() and pluginmanager.has_plugin("pytest-qt"):
        pluginmanager.unregister(name="pytest-qt")


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Skip a module of tests/desktop where Qt cannot be loaded: its imports would fail."""
    if module_path.is_relative_to(TESTS / "desktop") and qt_problem():
        return WithoutQt.from_parent(parent, path=module_path)
    return None


class WithoutQt(pytest.Module):
    """A module that is not read, for want of Qt."""

    def collect(self) -> Iterator[pytest.Item]:
        """Skip the whole module, or say nothing where `-m` leaves the window out anyway."""
        if "not desktop" in self.config.option.markexpr:
            return iter(())
        pytest.skip(str(qt_problem()), allow_module_level=True)


@pytest.hookimpl(tryfirst=True)  # before `-m` looks at the markers
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long tests out unless `-m` names them, and skip the window's tests where they cannot run."""
    for item in items:
        if item.path.is_relative_to(TESTS / "desktop"):
            item.add_marker(pytest.mark.desktop)

    chosen = config.option.markexpr
    unasked = [marker for marker in ONLY_WHEN_ASKED if marker not in chosen]
    left_out = [item for item in items if any(item.get_closest_marker(marker) for marker in unasked)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]

    desktop = [item for item in items if item.get_closest_marker("desktop")]
    if desktop and (problem := desktop_problem()):
        for item in desktop:
            item.add_marker(pytest.mark.skip(reason=problem))


@functools.cache
def qt_problem() -> str | None:
    """Say what keeps Qt from being loaded, if anything."""
    try:
        import PySide6.QtTest
        import PySide6.QtWidgets  # noqa: F401  (only whether it loads)
    except ImportError as error:
        return f"Qt does not load ({error}): run `make setup`, it names what is missing"
    return None


def desktop_problem() -> str | None:
    """Say what keeps a window from being shown and driven, if anything."""
    if problem := qt_problem():
        return problem
    missing = [program for program in DESKTOP_PROGRAMS if shutil.which(program) is None]
    if missing:
        return f"the window's tests need {', '.join(missing)}: run `make test-setup`, it names what to install"
    return None


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test with the real Asterisk where that cannot be had."""
    if item.get_closest_marker("real") and (problem := asterisk_problem()):
        pytest.skip(problem)
    if item.get_closest_marker("windows") and (problem := wine_problem()):
        pytest.skip(problem)


@functools.cache
def wine_problem() -> str | None:
    """Say what keeps us from having a Windows Python under Wine, if anything."""
    try:
        wine.ensure_installed()
    except wine.Forged:
        raise
    except wine.InstallFailed as error:
        return f"no Windows Python here ({error}): run `make test-setup`"
    return None


@functools.cache
def asterisk_problem() -> str | None:
    """Say what keeps us from having a real Asterisk, if anything."""
    try:
        ensure_installed()
    except Forged:
        raise  # a package that is not what it says: no reason to skip, but an alarm
    except InstallFailed as error:
        return f"no real Asterisk here ({error}): run `make test-setup`"
    return None


# --- an X server without a screen ------------------------------------------------------------------------------------


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start an X server of our own, if a test of the window is going to run."""
    if session.config.option.collectonly or desktop_problem():
        return
    if any(item.get_closest_marker(needs) for item in session.items for needs in ("desktop", "windows")):
        session.config.stash[X_SERVER] = start_x_server()


def start_x_server() -> subprocess.Popen[bytes]:
    """Start Xvfb on a display that it finds free itself, and point Qt there."""
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
        pass_fds=[writer],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as answer:
        display = answer.readline().strip()
    if not display:
        raise pytest.UsageError(f"Xvfb did not start (exit code {server.wait(5)})")
    os.environ["DISPLAY"] = f":{display}"
    os.environ["QT_QPA_PLATFORM"] = "xcb"
    os.environ.pop("WAYLAND_DISPLAY", None)
    return server


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the X server that we started, and leave nothing behind."""
    server = config.stash.get(X_SERVER, None)
    if server is not None:
        server.terminate()
        server.wait(10)
    shutil.rmtree(config.stash[SCRATCH], ignore_errors=True)


# --- nothing is skipped in CI ----------------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    """Begin the list of what was skipped, and make a scratch folder: sockets of whoever runs the tests are not ours."""
    # A short path, since that of a local socket may have 107 bytes at most.
    config.stash[SCRATCH] = Path(tempfile.mkdtemp(prefix="cj-"))
    os.environ["XDG_RUNTIME_DIR"] = str(config.stash[SCRATCH])
    config.stash[SKIPPED] = []
    config.pluginmanager.register(SkipWatch(config.stash[SKIPPED]), "calljournal-skip-watch")


class SkipWatch:
    """Keeps a list of the tests and modules that were skipped."""

    def __init__(self, skipped: list[str]) -> None:
        self.skipped = skipped

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a skipped test; an expected failure (xfail) is none."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a module that skipped itself while it was read."""
        if report.skipped:
            self.skipped.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With CI=true, what was skipped has failed."""
    if IN_CI and session.config.stash[SKIPPED] and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """With CI=true, name what was skipped."""
    if IN_CI and config.stash[SKIPPED]:
        terminalreporter.section("skipped, which CI=true does not allow", red=True)
        for nodeid in config.stash[SKIPPED]:
            terminalreporter.line(nodeid)


# --- what failed is said at once -------------------------------------------------------------------------------------


@pytest.hookimpl(trylast=True)
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Name a test that failed as soon as it has: a session that is broken off prints no summary."""
    if report.failed:
        crash = getattr(report.longrepr, "reprcrash", None)
        print(f"\n{report.when} of {report.nodeid}: {crash.message if crash else report.longreprtext}", flush=True)


# --- what every test gets --------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def home(pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a data folder of its own, empty; the program finds it by CALLJOURNAL_HOME."""
    folder = Path(tempfile.mkdtemp(dir=pytestconfig.stash[SCRATCH], prefix=""))
    monkeypatch.setenv("CALLJOURNAL_HOME", str(folder))
    monkeypatch.setenv("CALLJOURNAL_MACHINE_SETTINGS", "")  # what an administrator set here is none of the tests'
    return folder


class Warnings(logging.Handler):
    """Collects what is logged as a warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line."""
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_stray_warnings(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test during which our code or asyncio logged a warning, unless the test looks at the log (`caplog`)."""
    if "caplog" in request.fixturenames:
        yield
        return
    watch = Warnings()
    loggers = [logging.getLogger(name) for name in ("calljournal", "asyncio")]
    for logger in loggers:
        logger.addHandler(watch)
    yield
    for logger in loggers:
        logger.removeHandler(watch)
    if watch.lines:
        pytest.fail("logged, and the test did not expect it (take `caplog` to expect it):\n" + "\n".join(watch.lines))
