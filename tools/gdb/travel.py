"""travel.py -- back to earlier stops: back, forward, stops.

At every stop that a person sees we keep the machine (moments.py).  To go
back is to fetch it; nothing is run again, so nothing can come out otherwise.
From there the machine goes the same way as before, to the same stops, until
somebody changes something by hand: then what was kept of the old future is
forgotten.

GDB must believe that it has just stopped there: else the first "continue"
would report the breakpoint at this very place once more.  So a breakpoint of
ours waits at the instruction and the machine is told to jump to where it is.
GDB does not step over a breakpoint at the place of a jump: it is reported
at once.  An interrupt that is due would still come before it.  So that is
done with interrupts off, and then the moment is fetched a second time.
"""

import contextlib

import gdb

import context
import kernel
import moments
import show
import symbols

KEEP = 64                       # stops we keep, besides the first
PROTECTED = 1                   # cr0: the cpu has left the BIOS's mode
INTERRUPTS = 1 << 9             # eflags: they may come


class Stop:
    """The moment that is now, kept."""
    made = 0

    def __init__(self, count):
        Stop.made += 1
        self.name = f"stop{Stop.made}"
        self.count = count
        moments.keep(self.name)
        self.rip, self.rsp = place()
        self.who, self.where = who(), where()
        self.route = None       # how back-to came here (backto.py)


_stops = []                     # by count
_here = -1                      # which of them GDB shows, or was at last
_broken = None                  # why there is no travelling, if there is none


def place():
    return kernel.register("rip"), kernel.register("rsp")


def who():
    try:
        lp = kernel.curlwp()
        return "kernel" if lp is None else kernel.lwp_name(lp)
    except (gdb.error, gdb.GdbError):   # before there are threads
        return "-"


def where():
    rip = kernel.register("rip")
    symbol = kernel.symbol_at(rip) or f"{rip:#x}"
    line = kernel.line_at(rip)
    return f"{symbol} {line}".strip()


def note():
    """The machine has stopped: keep the moment, if it is a new one."""
    global _here, _broken
    if show.depth or _broken or context.lent_to() is not None:
        return
    try:
        if moments.open_line() is None or \
                not kernel.register("cr0") & PROTECTED:
            return
        remember(moments.count())
    except (OSError, gdb.error, gdb.GdbError) as e:
        _broken = str(e)


def remember(count):
    global _here
    at = next((n for n, s in enumerate(_stops) if s.count >= count),
              len(_stops))
    if at < len(_stops) and _stops[at].count == count:
        if (_stops[at].rip, _stops[at].rsp) == place():
            _here = at
            return
        forget(at)              # the same moment, but of another future
    insert(at, Stop(count))


def insert(at, new):
    """It is the stop that the machine stands on."""
    global _here
    _stops.insert(at, new)
    _here = at
    if len(_stops) > KEEP + 1:
        # The oldest but the first, unless we stand on it.
        old = 2 if _here == 1 else 1
        moments.drop(_stops.pop(old).name)
        _here -= old < _here


def here():
    """The number of the stop that the machine stands on."""
    return _here


def stop(n):
    return _stops[n]


def index(stop):
    """The number of a stop, None if it is kept no more."""
    return _stops.index(stop) if stop in _stops else None


def same_as_before(new, end):
    """Is the stop before end the same as a new one?  Then we are there."""
    global _here
    n = index(end) - 1
    if n < 0 or (_stops[n].count, _stops[n].rip, _stops[n].rsp) != \
            (new.count, new.rip, new.rsp):
        return False
    moments.drop(new.name)
    _here = n
    return True


def forget(at):
    """Stops from that one on will not come."""
    gone = _stops[at:]
    del _stops[at:]
    for stop in gone:
        moments.drop(stop.name)
    return len(gone)


def changed(event):
    """Somebody writes to memory or a register: the future is another."""
    if show.depth or _broken or _here < 0:
        return
    gone = forget(_here + 1)
    if gone:
        show.say(f"[you change what comes: {gone} later stops are "
                 "forgotten]")


@contextlib.contextmanager
def nobody_else(internal=True):
    """No breakpoint but those made here is hit, counted or gone; internal
    ones, which have negative numbers, can be let alone."""
    mine = [b for b in gdb.breakpoints() if b.enabled
            and (internal or b.number > 0)]
    for b in mine:
        b.enabled = False
    try:
        yield
    finally:
        # That also makes GDB read anew what a watchpoint watches.
        for b in mine:
            if b.is_valid():
                b.enabled = True


def stop_again(rip):
    """GDB sees the machine stop where it is."""
    flags = kernel.register("eflags")
    gdb.execute(f"set var $eflags = {flags & ~INTERRUPTS}", to_string=True)
    b = gdb.Breakpoint(f"*{rip:#x}", internal=True)
    b.silent = True
    try:
        gdb.execute(f"jump *{rip:#x}", to_string=True)
    finally:
        b.delete()
    if kernel.register("rip") != rip:
        raise gdb.GdbError("the machine did not stand still; please start "
                           "again")


def return_to(name, rip):
    """The machine is at a moment that was kept, and GDB knows."""
    context.give_back()
    moments.fetch(name)
    symbols.follow()
    with nobody_else():
        stop_again(rip)
        moments.fetch(name)
    gdb.newest_frame().select()


def go(n):
    """The machine is at stop n again."""
    global _here
    stop = _stops[n]
    return_to(stop.name, stop.rip)
    _here = n
    if (moments.count(), *place()) != (stop.count, stop.rip, stop.rsp):
        raise gdb.GdbError("this is not the moment that was kept; please "
                           "start again")


def ready():
    """Can we travel?  An error that says why not."""
    if _broken:
        raise gdb.GdbError(f"no way back: {_broken}")
    if moments.open_line() is None:
        raise gdb.GdbError(
            "no way back: this machine is not deterministic, or has ended; "
            "make gdb starts one that is")
    if _here < 0:
        raise gdb.GdbError("too early: nothing has stopped yet")


def steps(words):
    if not words:
        return 1
    n = show.number(words[0], "stops")
    if not 0 < n < 1 << 31:
        raise gdb.GdbError(f"{words[0]} is no number of stops")
    return n


def announce():
    stop = _stops[_here]
    show.say(f"[stop {_here + 1} of {len(_stops)}, instruction "
             f"{stop.count:,}, {stop.who}]")
    gdb.execute("frame")


class Travel:
    """Both ways are one command with another sign."""
    SIGN = 0
    EARLY = True
    LEAST, MOST = 0, 1

    def run(self, words):
        n = steps(words)
        ready()
        to = _here + self.SIGN * n
        if not 0 <= to < len(_stops):
            left = _here if self.SIGN < 0 else len(_stops) - 1 - _here
            raise gdb.GdbError(
                f"{self.NAME}: there are {left} stops on that side"
                if left else self.NONE)
        try:
            go(to)
        except OSError as e:
            raise gdb.GdbError(f"{self.NAME}: {e}")
        announce()


class Back(Travel, show.Command):
    """Back in time, to the stop before this one, or N stops.

    Memory, registers and devices are as they were; your breakpoints stay as
    they are now.  "continue" then goes the same way again."""
    NAME, USAGE, SIGN = "back", "back [N]", -1
    NONE = "back: this is the first stop"


class Forward(Travel, show.Command):
    """After back: to the next stop that was seen already, or N stops."""
    NAME, USAGE, SIGN = "forward", "forward [N]", 1
    NONE = ("forward: this is the last stop there was; continue finds the "
            "next")


class Stops(show.Command):
    """The stops that back and forward lead to, by instruction count."""
    NAME = USAGE = "stops"
    EARLY = True

    def run(self, words):
        ready()
        show.heading("  STOP    INSTRUCTION  LWP     PLACE")
        for n, s in enumerate(_stops):
            star = "*" if n == _here else " "
            show.say(f"{star} {n + 1:4} {s.count:14,}  {s.who:7} {s.where}")


class Count(gdb.Function):
    """$_count(): instructions the machine has executed."""
    def __init__(self):
        super().__init__("_count")

    def invoke(self):
        if moments.open_line() is None:
            raise gdb.GdbError("this machine does not count instructions")
        return moments.count()


def install():
    Back()
    Forward()
    Stops()
    Count()
    show.settled.append(note)
    gdb.events.stop.connect(lambda event: note())
    gdb.events.memory_changed.connect(changed)
    gdb.events.register_changed.connect(changed)
