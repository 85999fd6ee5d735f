"""crash.py -- the end of the kernel stops in GDB, with everything alive.

panic_stop is where all panics and failed assertions come together, before
anything is said about them; by write_debugcon a test program says that it
has failed; cpu_debug_exit is how the machine leaves QEMU, in a panic and
otherwise.  QEMU is gone behind it, and GDB with it; so we stop in front.
continue goes on to what would have happened.

Exceptions in the kernel that nobody expects become panics; the few words
that the kernel says without panic() end at cpu_debug_exit like all else.
"""

import json

import gdb

import consts
import kernel
import moments
import show

MACHDEP_H = "kernel/machdep.h"
FAIL = "@fail "                 # how such a record begins
_why = None                     # of the stop that is not explained yet
_met = None                     # the same, until somebody runs to an end


class End(gdb.Breakpoint):
    """A breakpoint of ours that says why it is one."""

    def __init__(self, name):
        super().__init__(f"*{kernel.address(name):#x}", internal=True)
        self.silent = True      # GDB would name it by a negative number

    def stop(self):
        global _why, _met
        why = self.why()
        if why:
            _why = _met = why
        return bool(why)


class Panic(End):
    def why(self):
        text = kernel.pointer(kernel.register("rdi"), "char")
        return f"the kernel panics: {kernel.text(text)}"


class Fail(End):
    def why(self):
        uio = kernel.pointer(kernel.register("rdi"), "struct uio")
        n = min(int(uio["uio_resid"]), 160)
        try:
            said = gdb.selected_inferior().read_memory(
                int(uio["uio_base"]), n).tobytes().decode(errors="replace")
        except gdb.MemoryError:
            return None
        return "the test fails: " + said[len(FAIL):].strip() \
            if said.startswith(FAIL) else None


class Leave(End):
    def why(self):
        code = kernel.register("rdi") & (1 << 32) - 1
        if code == consts.value(MACHDEP_H, "CPU_EXIT_SELF"):
            return "the machine ends by itself"
        if code == consts.value(MACHDEP_H, "CPU_EXIT_FAILED"):
            return "the machine ends: a test or the watchdog says failed"
        return "the machine ends by a panic"


def explain():
    """Say why it stopped; a command of ours must have ended first."""
    global _why
    if _why and not show.depth:
        why, _why = _why, None
        show.say(f"[{why}]")
        gdb.execute("frame")


def forget():
    """What happened on a way that nobody saw needs no words."""
    global _why
    _why = None


def at_end():
    """Does the machine stand where it is about to leave QEMU?"""
    return gdb.newest_frame().name() == "cpu_debug_exit"


def run_to_end():
    """Go on to the first of these stops; (why, instruction count)."""
    global _met
    _met = None
    try:
        gdb.execute("continue", to_string=True)
    except gdb.error as e:
        raise gdb.GdbError(f"the machine was lost: {e}")
    if _met is None:
        raise gdb.GdbError("it stopped before its end")
    return _met, moments.count()


def record(path):
    """For tools/replay.py: how the run ends, into a file."""
    try:
        why, count = run_to_end()
        found = {"end": why, "count": count}
    except (gdb.GdbError, OSError) as e:
        found = {"error": str(e)}
    with open(path, "w") as f:
        json.dump(found, f)


def replay(why, count):
    """For tools/replay.py: go to the end that was recorded."""
    try:
        with show.at_work():
            found = run_to_end()
    except (gdb.GdbError, OSError) as e:
        show.say(f"[this is not the run that was recorded: {e}]")
        return
    for call in show.settled:
        call()
    if found == (why, count):
        show.say(f"[instruction {count:,}, as recorded; back goes to the "
                 "beginning]")
    else:
        show.say("[this is not the run that was recorded:\n it ended at "
                 f"instruction {count:,}, not {found[1]:,}, because\n "
                 f"{why}]")


def install():
    for name, kind in (("panic_stop", Panic), ("write_debugcon", Fail),
                       ("cpu_debug_exit", Leave)):
        if kernel.address(name):
            kind(name)
    gdb.events.stop.connect(lambda event: explain())
    show.settled.append(explain)
