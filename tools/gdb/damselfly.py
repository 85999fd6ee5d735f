"""damselfly.py -- makes GDB speak of processes, LWPs, trees and pages.

    gdb -x tools/gdb/damselfly.py build/kernel.elf

make gdb and make gdb-attach do that, whatever the user's own .gdbinit says:
-x comes after it, and what we rely on is set here.  Each file beside this
one is a command or a few about one noun; "help damselfly" lists them.
"""

import importlib
import os
import pathlib
import sys

import gdb

HERE = str(pathlib.Path(__file__).resolve().parent)
if HERE not in sys.path:
    sys.path.insert(0, HERE)

import show                                             # noqa: E402

COMMANDS = ("context", "doors", "border", "symbols", "proc", "lwp", "bt",
            "kstack", "vm", "why", "cow", "page", "runq", "tokens",
            "difffork", "breaks", "follow", "crash", "travel",
            "backto", "tour")


def settings():
    # What a .gdbinit may have set and our own expressions do not survive.
    for one in ("architecture auto", "endian auto", "language auto",
                "input-radix 10", "max-value-size unlimited",
                "multiple-symbols all", "non-stop off"):
        gdb.execute("set " + one, to_string=True)
    for one in ("confirm off",
                "print static-members off", "breakpoint pending on",
                "disassemble-next-line off", "print entry-values no",
                "backtrace past-main off",
                "backtrace past-entry off"):
        gdb.execute("set " + one, to_string=True)


class Damselfly(show.Command):
    """Commands that speak of processes, LWPs, trees and pages."""
    NAME = USAGE = "damselfly"
    EARLY = True

    def __init__(self):
        rows = [f"{c.NAME:<11}"
                + (c.__doc__ or "").strip().split("\n")[0]
                for c in show.Command.__subclasses__() if c is not type(self)]
        self.rows = sorted(rows)
        type(self).__doc__ += ("\n\n" + "\n".join(self.rows)
                               + "\n\nhelp NAME says more about each.")
        super().__init__()

    def run(self, words):
        for row in self.rows:
            show.say(row)


def install():
    settings()
    for name in COMMANDS:
        importlib.import_module(name).install()
    Damselfly()


install()
