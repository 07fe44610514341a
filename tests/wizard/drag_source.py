# drag_source.py: a window from which files can be dragged, as from a file manager
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# drag_source.py URI
"""Offers the URI as a list of URIs and as a plain text, as file managers do. Prints "ready"
when the window is there, and "dropped" when a drop has been taken."""
import sys

import gi

gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, GLib, Gtk

uri = sys.argv[1]
offers = [("text/uri-list", uri + "\r\n"), ("text/plain;charset=utf-8", uri)]
source = Gtk.DragSource()
source.set_actions(Gdk.DragAction.COPY)
source.set_content(Gdk.ContentProvider.new_union(
    [Gdk.ContentProvider.new_for_bytes(kind, GLib.Bytes.new(text.encode())) for kind, text in offers]))
source.connect("drag-end", lambda *_: print("dropped", flush=True))
window = Gtk.Window(title="Drag source", decorated=False, default_width=80, default_height=80)
window.add_controller(source)
window.connect("map", lambda *_: print("ready", flush=True))
window.present()
GLib.MainLoop().run()
