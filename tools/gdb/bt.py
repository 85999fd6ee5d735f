"""bt.py -- bt PID.TID: the backtrace of any LWP."""

import re

import context
import gdb
import kernel
import show

LWP = re.compile(r"(\d+(\.\d+)?|\.)(\s|$)")


class Bt(show.Command):
    """The backtrace of an LWP, running or not, into its program.

    Without PID.TID it is GDB's own backtrace, with the same words after
    it.  "<signal handler called>" is GDB's word for the border between
    the kernel and what it interrupted."""
    NAME, USAGE, FREE = "bt", "bt [PID.TID] [COUNT | full ...]", True
    EARLY = True                # without PID.TID

    def run(self, words):
        text = words[0].strip()
        # bt 3 is GDB's "three frames", as everywhere.
        who = text.split()[0] if text else ""
        if "." not in who or not LWP.match(text):
            gdb.execute("backtrace " + text)
            return
        lp = kernel.parse_lwp(who)
        rest = text[len(who):]
        with context.lent(lp):
            gdb.newest_frame().select()
            gdb.execute("backtrace " + rest)

    def words_for(self, n, text):
        return kernel.lwp_names() if n == 0 else []


def install():
    Bt()
