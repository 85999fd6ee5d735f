"""context.py -- look at the machine as an LWP that does not run sees it.

GDB knows one cpu.  An LWP that is off the cpu left its registers in a
switchframe on its kernel stack.  We lend the cpu those registers, and the
page table of the LWP's process, for as long as somebody looks; every
GDB command then works as if that LWP were stopped here.  The machine never
runs like this: what the cpu really holds is put back before it goes on.

    lent(lp)        for the length of a with statement
    select PID.TID  until "select ." or until the machine goes on
    in PID.TID CMD  one command of GDB there

Not for anybody who moves the machine without GDB's own commands: call
give_back() first.
"""

import contextlib
import re

import gdb

import kernel
import show
import symbols

# What a switchframe keeps, and the two that follow from it.
SAVED = {"rip": "sf_ret", "rbp": "sf_rbp", "rbx": "sf_rbx",
         "r12": "sf_r12", "r13": "sf_r13", "r14": "sf_r14",
         "r15": "sf_r15"}
OURS = [*SAVED, "rsp", "cr3"]
# Commands that let the machine go on, or that must see it as it is.
MOVING = ("continue", "step", "stepi", "next", "nexti", "finish", "until",
          "advance", "jump", "signal", "detach", "disconnect", "kill",
          "quit", "target", "monitor", "call", "flushregs")

_true = None                    # the cpu's own registers while lent
_lp = None                      # to whom


def registers_of(lp):
    """The registers the LWP goes on with when it is switched to."""
    td = lp["lwp_thread"]
    frame = kernel.pointer(int(td["td_sp"]), "struct switchframe")
    regs = {reg: int(frame[field]) for reg, field in SAVED.items()}
    regs["rsp"] = int(frame + 1)
    regs["cr3"] = int(td["td_pcb"]["pcb_cr3"])
    return regs


def _set(regs):
    gdb.newest_frame().select()
    with show.at_work():
        for reg, value in regs.items():
            # By its own type: cr3 is a set of flags to GDB, no number.
            kind = gdb.newest_frame().read_register(reg).type
            gdb.set_convenience_variable("_lent", gdb.Value(
                (value & (1 << 64) - 1).to_bytes(8, "little"), kind))
            gdb.parse_and_eval(f"${reg} = $_lent")
    gdb.execute("maintenance flush dcache", to_string=True)


def lent_to():
    return _lp


def lend(lp):
    """The cpu shows lp from now on.  An LWP that runs needs no loan."""
    global _true, _lp
    give_back()
    if kernel.is_running(lp):
        return
    regs = registers_of(kernel.alive(lp))
    _true = {reg: kernel.register(reg) for reg in OURS}
    _lp = lp
    _set(regs)
    symbols.load(symbols.program_of(lp["lwp_proc"]))


def give_back():
    """The cpu holds what is its own again."""
    global _true, _lp
    if _true is not None:
        regs, _true, _lp = _true, None, None
        _set(regs)
        symbols.follow()


@contextlib.contextmanager
def lent(lp):
    before = _lp
    level = gdb.selected_frame().level() if _lp is None else 0
    lend(lp)
    try:
        yield
    finally:
        give_back()
        if before is not None:
            lend(before)
        elif level:
            frame = gdb.newest_frame()
            while frame is not None and frame.level() < level:
                frame = frame.older()
            if frame is not None:
                frame.select()


def _own_thread():
    """Who really runs, whatever is shown."""
    lp = kernel.curlwp()
    return "a kernel thread" if lp is None else kernel.lwp_name(lp)


class Select(show.Command):
    """Show the machine as an LWP sees it: backtrace, frame, up, print, x.

    The LWP need not run.  "select ." and every command that lets the
    machine go on bring back what really runs."""
    NAME, USAGE, LEAST, MOST = "select", "select PID.TID | select .", 1, 1
    EARLY = True                # "select ."

    def run(self, words):
        if words[0] == ".":
            give_back()
        else:
            if INTERPRETER == "mi":
                raise gdb.GdbError(
                    "select: this front end moves the machine without "
                    "asking us; use bt PID.TID or in PID.TID COMMAND")
            lend(kernel.parse_lwp(words[0]))
        gdb.execute("frame")
        if _lp is not None:
            show.say(f"[this is LWP {kernel.lwp_name(_lp)}; "
                     f"{_own_thread()} is what runs]")

    def words_for(self, n, text):
        return [".", *kernel.lwp_names()]


class In(show.Command):
    """One command of GDB as another LWP sees it: in 3.1 info locals.

    To choose a frame first: in 3.1 frame function main -- info locals"""
    NAME, USAGE, FREE = "in", "in PID.TID COMMAND [-- COMMAND]...", True

    def run(self, words):
        who, _, command = words[0].strip().partition(" ")
        if not command.strip():
            raise self.usage()
        with lent(kernel.parse_lwp(who)):
            for one in command.split(" -- "):
                gdb.execute(one.strip())

    def words_for(self, n, text):
        return kernel.lwp_names() if n == 0 else []


def interpreter():
    """mi, when a front end like VS Code talks to us."""
    with open("/proc/self/cmdline", "rb") as f:
        words = f.read().decode(errors="replace").replace("\0", " ")
    return "mi" if re.search(r" --?i(nterp\w*)?[ =]mi", words) \
        else "console"


INTERPRETER = "console"


def install():
    global INTERPRETER
    try:
        INTERPRETER = interpreter()
    except OSError:
        pass
    Select()
    In()
    for name in MOVING:
        try:
            gdb.execute(f"define hook-{name}\n"
                        "python __import__('context').give_back()\nend",
                        to_string=True)
        except gdb.error:
            pass                # not a command of this gdb
