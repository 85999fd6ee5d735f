"""crash.py -- the end of the kernel stops in GDB, with everything alive.

panic_stop is where all panics and failed assertions come together, before
anything is said about them; cpu_debug_exit is how the machine leaves QEMU,
in a panic and otherwise.  QEMU is gone behind it, and GDB with it; so we
stop in front.  continue goes on to what would have happened.

Exceptions in the kernel that nobody expects become panics; the few words
that the kernel says without panic() end at cpu_debug_exit like all else.
"""

import gdb

import consts
import kernel
import show

MACHDEP_H = "kernel/machdep.h"
_why = None                     # of the stop that is not explained yet


class End(gdb.Breakpoint):
    """A breakpoint of ours that says why it is one."""

    def __init__(self, name):
        super().__init__(f"*{kernel.address(name):#x}", internal=True)

    def stop(self):
        global _why
        _why = self.why()
        return True


class Panic(End):
    def why(self):
        text = kernel.pointer(kernel.register("rdi"), "char")
        return f"the kernel panics: {kernel.text(text)}"


class Leave(End):
    def why(self):
        code = kernel.register("rdi") & (1 << 32) - 1
        if code == consts.value(MACHDEP_H, "CPU_EXIT_SELF"):
            return "the machine ends by itself; continue lets it"
        if code == consts.value(MACHDEP_H, "CPU_EXIT_FAILED"):
            return "the machine ends: a test or the watchdog says failed"
        return "the machine ends by a panic; continue lets it"


def explain():
    """Say why it stopped; a command of ours must have ended first."""
    global _why
    if _why and not show.depth:
        why, _why = _why, None
        show.say(f"[{why}]")


def install():
    for name, kind in (("panic_stop", Panic), ("cpu_debug_exit", Leave)):
        if kernel.address(name):
            kind(name)
    gdb.events.stop.connect(lambda event: explain())
    show.settled.append(explain)
