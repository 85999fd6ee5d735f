"""backto.py -- back to the instruction that changed something: back-to.

The stops that are kept (travel.py) cut the past into stretches; the latest
one is looked at first.  A stop at a watchpoint disturbs what comes after it
(moments.py), a pause does not.  So:

  1. The stretch is run again with pauses, a moment kept at each.
  2. From these moments, with a watchpoint: which is the last one behind
     which the bytes are written at all?  Nothing is disturbed up to the
     first report.
  3. From that moment, all reports up to the next one: the last is the one.
  4. From that moment once more, to the instruction before that report: each
     time it is about to be executed we try whether it changes the bytes.

A watchpoint knows an address, not a process.  Addresses of the kernel mean
the same to everybody.  For an address of a program we look up, at each
report, what that address is in the tables of that program; and if what we
saw does not lead to the value that is there now, then it changed another way
(the program was given another page), and we say so instead of guessing.
"""

import collections

import gdb

import context
import crash
import kernel
import moments
import show
import space
import travel

PAGE = space.PAGE
PAGING = 1 << 31                # cr0; before, the kernel is where it lies
LOW = (1 << 31) - 1             # both its maps are this much of an address
LARGEST = 64                    # bytes that can be watched
MARKS = 12                      # moments on the way through a stretch
FIRST_PAUSE = 0.002             # seconds between them, at first
GUARD = 0.3                     # seconds without a look at the count
SHORT = 1_000_000               # instructions of a piece that is not cut
STEPS = 2000                    # instructions that we take one by one
TRIES = 50                      # executions of the instruction we look at
TICK = 5000                     # instructions that one stop may add
DISTURBED = TRIES * TICK


class Bytes:
    """What is watched: where, how many bytes, and in whose memory."""

    def __init__(self, text):
        value = gdb.parse_and_eval(text)
        if value.is_lazy or value.address is None:
            value.fetch_lazy()
        if value.address is None:
            raise gdb.GdbError(f"back-to: {text} has no address: it is a "
                               "value, not a place in memory")
        self.text, self.type = text, value.type
        self.address = int(value.address) & (1 << 64) - 1
        self.size = int(value.type.sizeof)
        if not 0 < self.size <= LARGEST:
            raise gdb.GdbError(f"back-to: {text} has {self.size} bytes; at "
                               f"most {LARGEST} can be watched: choose a "
                               "member")
        # Whose memory, if not everybody's: a process and its root table.
        self.whose = None
        if not kernel.is_kernel(self.address):
            p = kernel.curproc()
            self.whose = (int(p["p_pid"]), space.root(p["p_vmspace"]))

    def place(self):
        """Where the kernel sees these bytes, None if they are not there."""
        if self.whose is None:
            return self.address
        pid, root = self.whose
        alive = [p for p in kernel.procs() if int(p["p_pid"]) == pid
                 and space.has_memory(p)
                 and space.root(p["p_vmspace"]) == root]
        if not alive:
            return None
        *_, last = space.way(alive[0]["p_vmspace"], self.address)
        if not last.entry & space.P:
            return None
        offset = self.address & (space.span(last.level) - 1)
        return space.DIRECT + (last.entry & space.ADDR) + offset

    def read(self):
        """The bytes now, None if there are none."""
        try:
            place = self.place()
            if place is not None and not kernel.register("cr0") & PAGING:
                place &= LOW
            return None if place is None else gdb.selected_inferior(
                ).read_memory(place, self.size).tobytes()
        except (gdb.error, gdb.GdbError):
            return None

    def show(self, data):
        if data is None:
            return "nothing"
        try:
            return gdb.Value(data, self.type).format_string(max_elements=8)
        except gdb.error:
            return data.hex()


Change = collections.namedtuple("Change", "count rip rsp old new")


class Watch(gdb.Breakpoint):
    """Notes the changes up to a count; stops at so many, or behind all."""

    def __init__(self, what, end, most):
        super().__init__(f"*(unsigned char (*)[{what.size}]) "
                         f"{what.address:#x}", gdb.BP_WATCHPOINT,
                         internal=True)
        self.silent = True
        self.what, self.end, self.most = what, end, most
        self.value, self.seen, self.over = what.read(), [], False

    def stop(self):
        count, now = moments.count(), self.what.read()
        self.over = count > self.end
        if not self.over and now != self.value:
            self.seen.append(Change(count, *travel.place(), self.value, now))
            self.value = now
        return self.over or len(self.seen) == self.most

    look = stop                 # a pause came just before GDB was told


class Arrival(gdb.Breakpoint):
    """Stops at an instruction at these depths of a stack's page.  (Who is
    disturbed may get another stack, but uses it the same way.)"""

    def __init__(self, rip, depths):
        super().__init__(f"*{rip:#x}", internal=True)
        self.silent = True
        self.rip, self.depths, self.hit = rip, depths, False

    def stop(self):
        self.hit = kernel.register("rsp") % PAGE in self.depths
        return self.hit

    def look(self):
        if kernel.register("rip") == self.rip:
            self.stop()


# ------------------------------------------------- moments on the way

class Way:
    """A stretch of the past: from a moment that is kept to a count.  On
    the way are others (travel.Stop), which nobody sees."""

    def __init__(self, start, end):
        self.marks, self.end = [start], end
        self.seconds = FIRST_PAUSE

    def on(self, limit, seconds, *ours):
        """Go on for a while, or to one of ours; False at the limit."""
        if moments.run_for(seconds):
            for breakpoint in ours:
                breakpoint.look()
            return moments.count() < limit
        # Something stopped it.  Behind the end of a run there is nothing:
        # so never go on from a stop that may be that one.
        return moments.count() < limit - DISTURBED

    def walk(self):
        """Keep moments on the way."""
        self.go(0)
        while self.on(self.end, self.seconds):
            self.marks.append(travel.Stop(moments.count()))
            if len(self.marks) > MARKS:
                self.thin_out()

    def thin_out(self):
        """Every second moment goes, and the next ones are further apart."""
        for mark in self.marks[1::2]:
            moments.drop(mark.name)
        del self.marks[1::2]
        self.seconds *= 2

    def close(self):
        for mark in self.marks[1:]:
            if travel.index(mark) is None:
                moments.drop(mark.name)

    def until(self, i):
        """The count at which the piece behind mark i ends."""
        return self.marks[i + 1].count if i + 1 < len(self.marks) \
            else self.end

    def piece(self, i):
        """The same piece, as a way."""
        return Way(self.marks[i], self.until(i))

    def go(self, i):
        travel.return_to(self.marks[i].name, self.marks[i].rip)

    def watch(self, what, i, end, most=None):
        """
        Changes behind mark i up to a count, and the value then; after so
        many it stands behind the last.
        """
        self.go(i)
        watch = Watch(what, end, most)
        try:
            while not watch.over and len(watch.seen) != most:
                if not self.on(end, GUARD, watch) and \
                        len(watch.seen) != most:
                    break
            return watch.seen, watch.value
        finally:
            watch.delete()

    def last_piece(self, what):
        """The last mark behind which something changes, None: there is
        none.  And the value at the end."""
        i, found, value = 0, None, None
        while i < len(self.marks):
            seen, value = self.watch(what, i, self.end, 1)
            if not seen:
                break
            while self.until(i) < seen[0].count:
                i += 1
            found, i = i, i + 1
        return found, value


def narrow(what, ways):
    """
    The shortest piece that ends with the last change: its mark, of the last
    of ways; None if there is no change.  And the value at the end.
    """
    while True:
        way = ways[-1]
        way.walk()
        i, reached = way.last_piece(what)
        if i is None or way.until(i) - way.marks[i].count <= SHORT or \
                (len(way.marks) == 1 and len(ways) > 1):
            return i, reached
        ways.append(way.piece(i))


def before(rip):
    """Where the instruction that ends at rip begins, None if unknown."""
    said = gdb.execute(f"info symbol {rip - 1:#x}", to_string=True).split()
    if said[1:2] != ["+"]:
        return None
    found = [i for i in gdb.selected_frame().architecture().disassemble(
        rip - 1 - int(said[2]), rip - 1) if i["addr"] + i["length"] == rip]
    return found[0]["addr"] if found else None


class Route:
    """
    From a start, the times-th time that an instruction comes by with its
    stack at that depth.  Who arrives there was disturbed on the way: so the
    count of such a stop tells nothing to those who come another way, and to
    come again is to count the times.
    """

    def __init__(self, start, writer, rsp):
        self.start, self.writer, self.times = start, writer, 0
        self.count = None       # on arrival
        # What pushed the bytes found the stack a word higher.
        self.depths = {rsp % PAGE, (rsp + 8) % PAGE}

    def find(self, what, way, changes):
        """Stand before the last of so many changes that writer makes;
        False: it does not make them."""
        way.go(0)
        arrival = Arrival(self.writer, self.depths)
        try:
            while self.times < TRIES and self.next(arrival, way):
                self.times += 1
                old = what.read()
                moments.keep("try")
                gdb.execute("stepi", to_string=True)
                changes -= what.read() not in (old, None)
                if changes == 0:
                    arrival.enabled = False
                    travel.return_to("try", self.writer)
                    self.count = moments.count()
                    return True
            return False
        finally:
            arrival.delete()
            moments.drop("try")

    def next(self, arrival, way):
        arrival.hit = False
        while not arrival.hit:
            if not way.on(way.end + DISTURBED, GUARD, arrival) and \
                    not arrival.hit:
                return False
        return True

    def watch(self, what):
        """All changes on it, and the value where it arrives."""
        way = Way(self.start, self.count)
        way.go(0)
        watch, arrival = Watch(what, way.end + DISTURBED, None), Arrival(
            self.writer, self.depths)
        try:
            for _ in range(self.times):
                if not self.next(arrival, way):
                    raise gdb.GdbError("back-to: the way to this stop "
                                       "cannot be found again")
            return watch.seen, watch.value
        finally:
            watch.delete()
            arrival.delete()


def arrive(way, what, seen):
    """
    To just before the last change of a piece: the route.  None: that place
    cannot be told, we are just behind it.
    """
    change = seen[-1]
    writer = before(change.rip)
    if writer is not None:
        route = Route(way.marks[0], writer, change.rsp)
        if route.find(what, way, sum(c.rip == change.rip and
                                     c.rsp % PAGE == change.rsp % PAGE
                                     for c in seen)):
            return route
    way.watch(what, 0, way.end + DISTURBED, len(seen))
    return None


def changes(what, way, value):
    """
    All changes of a piece, the last one leading to value.  Each report
    delays the machine by a tick: the end of the piece moves.
    """
    seen, _ = way.watch(what, 0, way.end + DISTURBED)
    for n in range(len(seen), 0, -1):
        if seen[n - 1].new == value and \
                seen[n - 1].count - way.end <= n * TICK:
            return seen[:n]
    return []


# ------------------------------------------------- stretch by stretch

def look_closely(what, start, end):
    """
    In a short stretch, step by step.  A tick that is due would come first
    otherwise, and it did not if the person took steps, too.
    """
    travel.go(travel.index(start))
    last, value, n = None, what.read(), 0
    while moments.count() < end.count:
        gdb.execute("stepi", to_string=True)
        n, now = n + 1, what.read()
        if now != value:
            last = n, Change(moments.count(), *travel.place(), value, now)
        value = now
    if last is None:
        return None
    travel.go(travel.index(start))
    for _ in range(last[0] - 1):
        gdb.execute("stepi", to_string=True)
    return last[1], True


def look_between(what, start, end, value):
    """In the stretch between two stops: (change, route, where it began)."""
    ways = [Way(start, end.count)]
    try:
        i, reached = narrow(what, ways)
        if i is None and reached == value:
            return None
        piece = None if i is None else ways[-1].piece(i)
        seen = changes(what, piece, value) if piece else []
        if not seen:
            raise other_way(what, value, start)
        route = arrive(piece, what, seen)
        keep_start(piece.marks[0], end)
        return seen[-1], route
    finally:
        for way in ways:
            way.close()


def look_along(what, route, value):
    """On the way that led back-to to a stop."""
    if travel.index(route.start) is None:
        raise gdb.GdbError("back-to: the stop from which back-to came here "
                           "is kept no more")
    seen, reached = route.watch(what)
    if reached != value:
        raise other_way(what, value, route.start)
    if not seen:
        return None
    way = Way(route.start, seen[-1].count)
    return seen[-1], arrive(way, what, seen)


def keep_start(start, end):
    """Where the route began stays, as a stop among the others."""
    if travel.index(start) is None:
        travel.insert(travel.index(end), start)


def look_back(what, end):
    """(the change, true if we stand before it: the route if there was one,
    the stop after it), or None."""
    value = what.read()
    while True:
        if end.route:
            start = end.route.start
            found = look_along(what, end.route, value)
        elif travel.index(end) > 0:
            start = travel.stop(travel.index(end) - 1)
            short = end.count - start.count <= STEPS
            found = look_closely(what, start, end) if short else \
                look_between(what, start, end, value)
        else:
            return None
        if found is not None:
            return (*found, end)
        travel.go(travel.index(start))
        value, end = what.read(), start


def other_way(what, value, start):
    return gdb.GdbError(
        f"back-to: {what.text} became {what.show(value)} without a write to "
        "this address after\ninstruction "
        f"{start.count:,}: another page, or another way to the same "
        "memory")


class BackTo(show.Command):
    """Back to the instruction that changed EXPR last.

    EXPR is a place in memory: a variable, a member, *(TYPE *) ADDRESS, up to
    64 bytes.  You come to stand just before the instruction; stepi lets it
    happen, back and forward lead to the other stops as always.  It looks
    back to the first stop; ^C gives up and brings you back to where you
    were."""
    NAME, USAGE = "back-to", "back-to EXPR"
    FREE = True

    def go_home(self, home):
        with show.quiet():
            travel.go(travel.index(home))

    def complete(self, text, word):
        return gdb.COMPLETE_EXPRESSION

    def run(self, words):
        text = words[0].strip()
        if not text:
            raise self.usage()
        travel.ready()
        what = Bytes(text)
        context.give_back()
        home = travel.stop(travel.here())
        try:
            with travel.nobody_else(internal=False), show.quiet():
                found = look_back(what, home)
        except BaseException:
            self.go_home(home)
            raise
        finally:
            crash.forget()
        if found is None:
            self.go_home(home)
            first = travel.stop(0).count
            show.say(f"[{text} has not changed since the first stop, "
                     f"instruction {first:,}]")
            return
        change, route, end = found
        self.stay(route, end)
        show.say(f"[{text}: {what.show(change.old)} becomes "
                 f"{what.show(change.new)} by " + (
                     "the next instruction]" if route else
                     "the instruction before this one]"))
        travel.announce()

    def stay(self, route, end):
        """This is a stop now, before that one; if it is none already."""
        new = travel.Stop(moments.count())
        if not travel.same_as_before(new, end):
            new.route = route if isinstance(route, Route) else None
            travel.insert(travel.index(end), new)


def install():
    BackTo()
