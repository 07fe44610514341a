# window.py: the wizard in a real window, driven as a screen reader would
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""A display and a session bus for the whole test, and Window: the wizard on it.

Needs Xvfb, dbus-daemon, xdotool, and gi with Atspi. IRU_MCP_SETUP_GUI is the program; the
rest of the environment is that of tests/program/harness.py.
"""

import atexit
import gettext
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.environ.get("IRU_PROGRAM_TESTS", os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "..", "program")))

import harness

# For the wizard, not for this process: Atspi warns when a window goes while it is looked at.
STRICT = {"G_DEBUG": os.environ.pop("G_DEBUG", "fatal-warnings")}

try:
    import gi
    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi, GLib
except (ImportError, ValueError):
    Atspi = None

WAIT_S = 20 * float(os.environ.get("IRU_SLOWNESS", "1"))


def need(*programs):
    """Names what is missing. Nothing is skipped under CI."""
    missing = [program for program in programs
               if not (shutil.which(program) or os.path.exists(program))]
    if Atspi is None:
        missing.append("python3-gi with gir1.2-atspi-2.0")
    if missing:
        print(f"1..0 # SKIP missing: {', '.join(missing)}" if not harness.CI else
              f"Bail out! missing: {', '.join(missing)}")
        sys.exit(1 if harness.CI else 0)


def has_gtk():
    """Whether a window of another program can be made."""
    try:
        gi.require_version("Gtk", "4.0")
    except ValueError:
        return False
    return True


BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
ACCESSIBILITY = "/usr/share/dbus-1/services/org.a11y.Bus.service"


class Display:
    """Xvfb and a session bus, ended with the test.

    Of this machine's services the bus has that of accessibility and no other: a portal is
    there if start_portal() was called, and does not outlive the test that wants it.
    """

    def __init__(self, size="720x680"):
        self.children = []
        reader, writer = os.pipe()
        self.start(["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{size}x24", "-noreset", "-nolisten",
                    "tcp"], writer)
        os.close(writer)
        with os.fdopen(reader) as file:
            os.environ["DISPLAY"] = ":" + file.readline().strip()
        self.folder = tempfile.mkdtemp(prefix="iru-bus-")
        services = os.path.join(self.folder, "services")
        os.mkdir(services)
        shutil.copy(ACCESSIBILITY, services)
        config = os.path.join(self.folder, "bus.conf")
        with open(config, "w", encoding="utf-8") as file:
            file.write(BUS.format(services=services))
        bus = self.start(["dbus-daemon", "--config-file", config, "--print-address", "--nofork"])
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        atexit.register(self.close)

    def start(self, command, *fds):
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.DEVNULL, pass_fds=fds, start_new_session=True)
        self.children.append(child)
        return child

    def close(self):
        for child in reversed(self.children):
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGTERM)
                child.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start_portal(self):
        """The real one, with GTK's dialogs; a function that ends it. None where it is missing."""
        programs = ["/usr/libexec/xdg-desktop-portal-gtk", "/usr/libexec/xdg-desktop-portal"]
        if not all(map(os.path.exists, programs)):
            return None
        children = [subprocess.Popen([program], stdin=subprocess.DEVNULL,
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                     env={**os.environ, "XDG_CURRENT_DESKTOP": "GNOME",
                                          "GDK_BACKEND": "x11", "HOME": self.folder})
                    for program in programs]

        def end():
            for child in children:
                child.terminate()
                child.wait()
        return end

    @staticmethod
    def shoot(path):
        """What is on the screen, as a PNG file."""
        subprocess.run(["import", "-window", "root", path], check=True)

    @staticmethod
    def press(*keys):
        """xdotool's names: Tab, alt+n, Return."""
        for key in keys:
            subprocess.run(["xdotool", "key", "--clearmodifiers", key], check=True)
            time.sleep(0.05)

    @staticmethod
    def drag(start, end, steps=10):
        """With the first button, in steps: what is dragged has to see each."""
        def move(x, y):
            subprocess.run(["xdotool", "mousemove", "--sync", str(int(x)), str(int(y))], check=True)
            time.sleep(0.05)
        move(*start)
        subprocess.run(["xdotool", "mousedown", "1"], check=True)
        for step in range(1, steps + 1):
            move(*(a + (b - a) * step / steps for a, b in zip(start, end)))
        time.sleep(0.3)
        subprocess.run(["xdotool", "mouseup", "1"], check=True)


LOCALES = "/usr/share/i18n/locales"


class Language:
    """What the wizard needs to speak a language that this machine does not: env.

    catalogues: the folder with LANGUAGE/LC_MESSAGES/iru-mcp-setup.mo. locale: of which the
    customs are, and the direction of the text; it is made, from the sources of the C library.
    module: catalogues.c, built.
    """

    def __init__(self, name, locale, catalogues, module):
        need("localedef", LOCALES)
        self.folder = tempfile.mkdtemp(prefix="iru-locale-")
        locale += ".UTF-8"
        subprocess.run(["localedef", "-i", locale.split(".", maxsplit=1)[0], "-f", "UTF-8",
                        os.path.join(self.folder, locale)], check=True)
        self.env = {"LD_PRELOAD": module, "IRU_CATALOGUES": os.path.abspath(catalogues),
                    "LOCPATH": self.folder, "LC_ALL": locale, "LANGUAGE": f"{name}:{locale[:2]}" if name == "rtl" else name}
        with open(os.path.join(catalogues, name, "LC_MESSAGES", "iru-mcp-setup.mo"), "rb") as file:
            self.catalogue = gettext.GNUTranslations(file)

    def say(self, text):
        """The sentence, whole and as it is in the sources, as this language shows it."""
        return self.catalogue.gettext(text).replace("_", "")

    def close(self):
        shutil.rmtree(self.folder)


def ask(method, *args):
    """What an accessible says of itself; None if it went while it was looked at."""
    try:
        return method(*args)
    except GLib.Error:
        return None


def walk(node, depth=0):
    """Every accessible below node, parents first."""
    if node is None or depth > 40:
        return
    yield node
    for index in range(ask(node.get_child_count) or 0):
        yield from walk(ask(node.get_child_at_index, index), depth + 1)


def wait_for(what, look, seconds=None):
    """look()'s first true answer. what: a text, or a function that makes it."""
    deadline = time.monotonic() + (seconds or WAIT_S)
    while True:
        found = ask(look)
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"no {what() if callable(what) else what}")
        time.sleep(0.05)


class Window:
    """The wizard, started in a scratch home."""

    def __init__(self, home, *args, settings="", env=None):
        home.write(".config/gtk-4.0/settings.ini",
                   "[Settings]\ngtk-font-name=Cantarell 11\ngtk-enable-animations=false\n" + settings)
        self.home = home
        more = {"DISPLAY": os.environ["DISPLAY"], "GDK_BACKEND": "x11", "GSK_RENDERER": "cairo",
                "DBUS_SESSION_BUS_ADDRESS": os.environ["DBUS_SESSION_BUS_ADDRESS"],
                "NO_AT_BRIDGE": None, **STRICT, **(env or {})}
        self.errors = os.path.join(home.root, "wizard-errors")
        with open(self.errors, "ab") as errors:
            self.process = subprocess.Popen(
                [os.environ["IRU_MCP_SETUP_GUI"], *args], stdin=subprocess.DEVNULL,
                stdout=errors, stderr=errors, env=home.env(**more), start_new_session=True)
        self.application = wait_for("window", self.find_application)

    def find_application(self):
        assert self.process.poll() is None, self.read_errors()
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child is not None and child.get_process_id() == self.process.pid \
                    and child.get_child_count() > 0:
                return child
        return None

    def read_errors(self):
        with open(self.errors, encoding="utf-8", errors="replace") as file:
            return file.read()

    def close(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait()

    def frame(self):
        """None where a busy machine does not answer in time: those who wait ask again."""
        return ask(self.application.get_child_at_index, 0)

    def title(self):
        frame = self.frame()
        return (ask(frame.get_name) or "") if frame is not None else ""

    def page(self):
        """The page that is there: the one that has the window's title."""
        title = self.title()
        frame = self.frame()
        for node in walk(frame):
            if node is not frame and ask(node.get_name) == title \
                    and ask(node.get_role_name) in ("grouping", "panel", "group"):
                return node
        return None

    def nodes(self, role=None, everywhere=False):
        top = self.application if everywhere else self.page()
        return [node for node in walk(top) if role is None or ask(node.get_role_name) == role]

    def names(self, everywhere=False):
        return [name for name in map(lambda node: ask(node.get_name),
                                     self.nodes(everywhere=everywhere)) if name]

    def texts(self):
        """What can be read on the page."""
        found = []
        for node in self.nodes():
            found += [text for text in (ask(node.get_name), ask(node.get_description)) if text]
        return "\n".join(found)

    def wait_title(self, title):
        wait_for(lambda: f"page {title!r}, but {self.title()!r}", lambda: self.title() == title)

    def wait_text(self, *parts):
        wait_for(lambda: f"{parts} in\n{self.texts()}",
                 lambda: all(part in self.texts() for part in parts))

    def frames(self):
        frames = [ask(self.application.get_child_at_index, index)
                  for index in range(ask(self.application.get_child_count) or 0)]
        return [ask(frame.get_name) for frame in frames if frame is not None]

    def is_there(self, name):
        """Whether something of that name can be seen: what is not visible is not in the tree."""
        return name in self.names(everywhere=True)

    def wait_error(self, part):
        wait_for(lambda: f"error {part!r} in {self.names(everywhere=True)}",
                 lambda: any(part in name for name in self.names(everywhere=True)))

    def find(self, name, role=None, everywhere=True):
        def look():
            for top in ([self.page()] + ([self.application] if everywhere else [])):
                for node in walk(top):
                    if ask(node.get_name) == name and role in (None, ask(node.get_role_name)):
                        return node
            return None
        return wait_for(lambda: f"{role or 'node'} {name!r} in\n{self.texts()}", look)

    def click(self, name, role="push button"):
        node = self.find(name, role)
        wait_for(f"sensitive {name!r}", lambda: self.is_sensitive(node))
        assert node.do_action(0), name

    def toggle_rows(self, *names):
        """Check boxes, by the keyboard: GTK 4.8 gives them no action. The first has the focus."""
        boxes = [node for node in self.nodes("check box") if node.get_name()]
        for box in boxes:
            if box.get_name() in names:
                checked = self.is_checked(box)
                Display.press("space")
                wait_for(f"{box.get_name()} to be toggled",
                         lambda b=box, c=checked: self.is_checked(b) != c)
            Display.press("Down")

    @staticmethod
    def is_sensitive(node):
        return node.get_state_set().contains(Atspi.StateType.SENSITIVE)

    @staticmethod
    def has_focus(node):
        return node.get_state_set().contains(Atspi.StateType.FOCUSED)

    @staticmethod
    def is_checked(node):
        return node.get_state_set().contains(Atspi.StateType.CHECKED)

    def text_view(self):
        return wait_for("text view", lambda: next(
            (node for node in self.nodes("text") if node.get_editable_text_iface()), None))

    def set_text(self, text):
        assert self.text_view().set_text_contents(text)

    def dump(self):
        for node in walk(self.application):
            print(f"# {node.get_role_name()}: {node.get_name()!r} {node.get_description()!r}",
                  file=sys.stderr)
