"""breaks.py -- breakpoints in programs belong to somebody.

All programs lie at the same addresses, so a plain breakpoint in one would
be hit by any.  "break main" while a program's process is current becomes a
breakpoint of that process only; break-in PROGRAM PLACE is one for every
process that will run the program, set before it exists.
"""

import gdb

import kernel
import show
import symbols

_making = False                 # a breakpoint is made here
_bound = {}                     # number: of a user's, in the program loaded
USER_START, USER_END = 0x400000, 1 << 47


def addresses(b):
    """Where it is, as far as GDB knows."""
    try:
        return [int(loc.address) for loc in b.locations]
    except (AttributeError, gdb.error):
        return []


def make(where, condition, temporary=False):
    global _making
    _making = True
    try:
        new = gdb.Breakpoint(where, temporary=temporary)
    finally:
        _making = False
    new.condition = condition
    return new


def created(b):
    """Is it a user's, in a program, and for anybody yet?"""
    if _making or b.number <= 0 or not b.visible or \
            b.type != gdb.BP_BREAKPOINT or "$_" in (b.condition or ""):
        return
    where = addresses(b)
    if not where or any(not USER_START <= a < USER_END for a in where):
        return
    try:
        p = kernel.curproc()
    except gdb.GdbError:
        return
    if p is None:
        return
    pid = int(p["p_pid"])
    mine = f"$_at({pid})"
    b.condition = f"{mine} && ({b.condition})" if b.condition else mine
    _bound[b.number] = b
    show.say(f"[breakpoint {b.number} is for process {pid} "
             f"({kernel.text(p['p_comm'])}) only]")


def fasten():
    """
    The program's symbols go.  Its breakpoints stay where they are: each
    becomes a breakpoint at its address.
    """
    for number, b in list(_bound.items()):
        del _bound[number]
        if not b.is_valid():
            continue
        for where in addresses(b):
            new = make(f"*{where:#x}", b.condition, b.temporary)
            new.enabled = b.enabled
            new.commands = b.commands or ""
            show.say(f"[breakpoint {new.number} is what {number} was: "
                     f"{b.location}]")
        b.delete()


class BreakIn(show.Command):
    """A breakpoint in a program, for every process that will run it.

    None needs to exist yet: break-in forkdemo main.  PROGRAM is the name of
    a program's file, PLACE as for break."""
    NAME, USAGE, LEAST, MOST = "break-in", "break-in PROGRAM PLACE", 2, 2
    EARLY = True

    def run(self, words):
        path = symbols.find(words[0])
        if path is None:
            raise gdb.GdbError(f"break-in: no program {words[0]} among "
                               + ", ".join(f.name for f in
                                           symbols.folders()))
        with symbols.only(path):
            try:
                found = [sal.pc for sal in
                         gdb.decode_line(words[1])[1] or ()
                         if 0 < sal.pc < USER_END]
            except gdb.error as e:
                raise gdb.GdbError(f"break-in: {words[0]}: {e}")
            if not found:
                raise gdb.GdbError(f"break-in: {words[1]} is not in "
                                   f"{words[0]}")
            line = kernel.line_at(found[0])
        new = make(f"*{found[0]:#x}",
                   f'$_runs("{words[0]}")')
        show.say(f"[breakpoint {new.number} is {line}, whenever {words[0]} "
                 "runs]")

    def words_for(self, n, text):
        return symbols.programs() if n == 0 else []


def install():
    BreakIn()
    symbols.before_unload.append(fasten)
    gdb.events.breakpoint_created.connect(created)
