"""tour.py -- tour: a guided walk through fork, copy-on-write, vfork and
lwp_create.

A tour is a list of stops.  At each the machine stands still just before
something happens; the tour says in three sentences what, draws the picture
that belongs to it from live memory (pictures.py), and waits.
"""

import collections
import os
import sys

import gdb

import consts
import context
import crash
import follow
import kernel
import pictures
import show
import space
import symbols

PROGRAM = '$_streq($_program(), "tourdemo")'
Stop = collections.namedtuple("Stop", "number where when text picture")


class Guide:
    """What a tour knows by now: who is who."""
    parent = child = thread = None

    def condition(self, text):
        return text.format(parent=self.parent, child=self.child,
                           thread=self.thread, program=PROGRAM,
                           cell=cell() if "{cell}" in text else 0)


def number_of(call):
    build = os.path.dirname(kernel.objfile().filename)
    return consts.value(os.path.join(build, "gen/syscall_nr.h"),
                        "SYS_" + call)


def cell():
    """The address of the word that the program writes to."""
    with symbols.only(symbols.find("tourdemo")):
        return int(gdb.parse_and_eval("&cell"))


def program_address(name):
    with symbols.only(symbols.find("tourdemo")):
        return int(gdb.parse_and_eval(f"&{name}"))


def var(name):
    return gdb.newest_frame().read_var(name).dereference()


def proc(pid):
    return kernel.find_proc(pid)


def first_lwp(pid):
    return kernel.lwps(proc(pid))[0]


# ------------------------------------------------------------ fork

def fork_1(guide):
    guide.parent = int(kernel.curproc()["p_pid"])
    pictures.registers((
        ("rax", "the number of the call: fork"),
        ("rcx", "where the program goes on"),
        ("rsp", "still the program's")))
    pictures.draw("kernel stack of LWP "
                  f"{kernel.lwp_name(kernel.curlwp())}: empty")


def fork_2(guide):
    pictures.kstack(kernel.curlwp())


def fork_3(guide):
    pictures.family()


def fork_4(guide):
    pictures.roots(kernel.curproc())


def fork_5(guide):
    child = var("destproc")
    guide.child = int(child["p_pid"])
    pictures.roots(kernel.curproc(), child)


def fork_6(guide):
    pictures.kstack(var("lp2"))


def fork_7(guide):
    pictures.kstack(first_lwp(guide.child), first_lwp(guide.parent))
    pictures.draw()
    pictures.family()


def fork_7b(guide):
    pictures.queues()
    pictures.draw()
    pictures.family()


def fork_8(guide):
    pictures.regs_of(kernel.curlwp())


def fork_8b(guide):
    rip = int(kernel.curlwp()["lwp_md_regs"]["tf_rip"])
    follow.run_to([(rip, f"$_at({guide.child})")])
    pictures.registers((
        ("rip", "the instruction behind syscall"),
        ("rax", "fork() is 0"),
        ("rdx", "1: this is the child")))
    pictures.draw()
    pictures.family()


FORK = (
    Stop("1", "syscall_entry", "$rax == {fork} && {program}",
         "The program has put the number of fork into rax and executed the "
         "syscall instruction. The cpu is in the kernel now, but still on the "
         "program's stack, with the place to return to in rcx. The next "
         "instructions change to the kernel stack of this thread and push "
         "every register of the program there.", fork_1),
    Stop("2", "sys_fork", "$_pid() == {parent}",
         "All that the program was, its registers, is a trapframe of 26 words "
         "now. syscall() took the number from it and found sys_fork in the "
         "table that is made from kernel/syscalls.master. sys_fork will have "
         "a child built, keep its pid as the result, and let it run.",
         fork_2),
    Stop("3", "fork1", "$_pid() == {parent}",
         "fork1 builds a complete child that nobody runs yet, or nothing at "
         "all. First comes what can fail: a pid, descriptors, memory, a "
         "thread, each with its undo. Only behind the marked line is the "
         "child put where others can find it.", fork_3),
    Stop("4", "pmap_fork", "$_pid() == {parent}",
         "The child's memory is made: ranges have been copied and pages "
         "promised, now the page tables are shared. For each used entry of "
         "the parent's root, W is taken away, the entry copied, and the count "
         "of the table below raised. Nothing below the root is even looked "
         "at.", fork_4),
    Stop("5", "lwp_fork", "$_pid() == {parent}",
         "Both roots lead to the same tables, and neither may write. The "
         "first write of either will copy the way to that page, and only "
         "that. Now the child gets its one thread: an LWP like the caller's, "
         "with a kernel stack of its own.", fork_5),
    Stop("6", "cpu_fork", "$_pid() == {parent}",
         "The child's kernel stack is empty. cpu_fork copies the parent's pcb "
         "and trapframe to its top, so that the child will have the parent's "
         "registers. Below them it puts a switchframe, as if the child had "
         "been in the kernel before and had been switched away.", fork_6),
    Stop("7", "start_forked_proc", "$_pid() == {parent}",
         "The newborn's stack is complete; the first switch to it will return "
         "into fork_trampoline, which nobody ever called. The child is on the "
         "lists, but SIDL, being made, so nobody touches it. Now it becomes "
         "active and goes to the tail of the queue, while the parent keeps "
         "the cpu.", fork_7),
    Stop("7", "fork_trampoline", "$_pid() == {child}",
         "The parent sleeps in wait, and so the child has been switched to. "
         "The switch took the frame off its stack and came here, with "
         "fork_return in rbx and the LWP in r12. The trampoline leaves the "
         "critical section that every switch ends in and calls rbx.",
         fork_7b),
    Stop("8", "fork_return", "$_pid() == {child}",
         "The child's trapframe still says what the parent asked for. "
         "fork_return writes the answer for a child into it: 0 in rax, 1 in "
         "rdx, no carry. Then it leaves by return_to_user, the one way out, "
         "as the parent does with the child's pid.", fork_8),
    Stop("8", "*return_to_user_iretq", "$_pid() == {child}",
         "One instruction, iretq, is left of the kernel, and here it is done. "
         "The child is in its program, at the instruction behind the "
         "parent's syscall, and only rax tells it who it is. The next write "
         "of either will be the first to copy anything: see tour cow.",
         fork_8b),
)


# --------------------------------------------------- copy on write

def both_paths(guide):
    pictures.path(cell(), proc(guide.parent), proc(guide.child))


def cow_1(guide):
    guide.child = int(var("p2")["p_pid"])
    guide.parent = int(kernel.curproc()["p_pid"])
    both_paths(guide)


def cow_alone(guide):
    pictures.path(cell(), proc(guide.parent))


COW = (
    Stop("1", "start_forked_proc", "{program}",
         "A process has written 1 to a word and forked. Both roots lead to "
         "the same level 3 table, which has the count 2, so neither entry "
         "may write. All below it is as it was: the cpu takes the AND of W "
         "over the four levels, so one missing W protects it all.", cow_1),
    Stop("2", "vm_fault", "$_pid() == {child} && va - va % 4096 == {cell}",
         "The child writes 2 to the word, and the cpu refuses. The kernel "
         "walks the same four entries from the root. Where the thing below "
         "has more than one owner it is copied first, tables included; with "
         "one owner only, W is set.", both_paths),
    Stop("3", "*{wrote}", "$_at({child})",
         "The child owns its whole way: three tables were copied, and one "
         "page. What else those tables lead to has one reference more now, "
         "and no W on either side. On the parent's way every count is 1 "
         "again, though W went with the copying; its word is still 1.",
         both_paths),
    Stop("4", "vm_fault", "$_pid() == {parent} && va - va % 4096 == {cell}",
         "The child has gone and dropped its references: every count on the "
         "parent's way is back to 1. But W is still missing where fork took "
         "it away. So the parent's write faults too, for the last time.",
         cow_alone),
    Stop("5", "*{wrote}", "$_at({parent})",
         "All was the parent's own by now, so nothing was copied. The fault "
         "only set W again on the way. The parent's word is 3, and what the "
         "child wrote is gone with it.", cow_alone),
)


# ------------------------------------------------------------ vfork

def vfork_1(guide):
    guide.parent = int(kernel.curproc()["p_pid"])
    pictures.spaces(kernel.curproc())


def vfork_2(guide):
    child = var("destproc")
    guide.child = int(child["p_pid"])
    pictures.spaces(kernel.curproc(), child)


def family(guide):
    pictures.family()


def vfork_4(guide):
    both_paths(guide)
    pictures.draw()
    pictures.family()


def vfork_6(guide):
    pictures.path(cell(), proc(guide.parent))
    pictures.draw()
    pictures.family()


VFORK = (
    Stop("1", "sys_vfork", "{program}",
         "vfork makes a child that is about to exec or exit, so it gets no "
         "memory of its own. The call is fork1 with two flags more: RFMEM, "
         "the memory is shared, and RFPPWAIT, the parent waits. The rest is "
         "the same way.", vfork_1),
    Stop("2", "lwp_fork", "$_pid() == {parent}",
         "The memory step took one more reference on the parent's address "
         "space, and that was all. Parent and child have one root table. The "
         "child's LWP gets a kernel stack of its own, as in fork.", vfork_2),
    Stop("3", "start_forked_proc", "$_pid() == {parent}",
         "The child is complete and carries P_PPWAIT. It is put on the run "
         "queue, and then the parent queues on itself before it looks at that "
         "flag. So the child's wakeup cannot fall in between.", family),
    Stop("4", "*{wrote}", "$_at({child})",
         "The child has written to a word, in the only memory there is. No "
         "fault came and nothing was copied: both see the 2. The parent "
         "sleeps, for two programs on one stack would not go well.",
         vfork_4),
    Stop("5", "vfork_release", "$_pid() == {child}",
         "The child exits and is done with the borrowed memory. It clears "
         "P_PPWAIT and wakes its parent, before it changes parents or dies. "
         "An exec would come here too, as its last step.", family),
    Stop("6", "*{wrote}", "$_at({parent})",
         "The parent goes on, with the child's pid as the result. It finds "
         "what the child wrote. That is what programs must not rely on, and "
         "why fork shares tables instead.", vfork_6),
)


# -------------------------------------------------------- lwp_create

def lwp_1(guide):
    guide.parent = int(kernel.curproc()["p_pid"])
    pictures.tree(kernel.curproc())


def lwp_2(guide):
    pictures.kstack(var("lp2"))


def lwp_3(guide):
    lp2 = kernel.lwps(kernel.curproc())[-1]
    guide.thread = int(lp2["lwp_tid"])
    pictures.kstack(lp2)
    pictures.draw()
    pictures.tree(kernel.curproc())


def lwp_4(guide):
    pictures.kstack(kernel.lwps(kernel.curproc())[-1])


def lwp_5(guide):
    pictures.queues()
    pictures.draw()
    pictures.family()


def lwp_6(guide):
    pictures.registers((
        ("rip", "lwp_func"),
        ("rdi", "lwp_arg"),
        ("rsp", "lwp_stack, less one word")))


LWP = (
    Stop("1", "sys_lwp_create", "{program} && $_lwps() == 6",
         "A process with six LWPs makes the seventh. They are in a red-black "
         "tree by tid, which lies on its side here: greater tids above. "
         "Whatever the order of births and deaths, its height stays within "
         "2 log2(n + 1).", lwp_1),
    Stop("2", "cpu_fork", "$_pid() == {parent}",
         "lwp_fork has made an LWP in the caller's own process, with an empty "
         "kernel stack. cpu_fork builds the same picture as for fork. No "
         "memory step, no pid: what a process shares, its LWPs have "
         "together.", lwp_2),
    Stop("3", "cpu_prepare_lwp", "$_pid() == {parent}",
         "The new LWP is in the tree, which was rebalanced if it had to be. "
         "Its trapframe is a copy of the caller's, so it would come out of "
         "lwp_create too. cpu_prepare_lwp now gives it another place to go, "
         "an argument and a stack.", lwp_3),
    Stop("4", "*{setrunqueue}", "$_pid() == {parent}",
         "The trapframe leads to the function the caller wanted, with its "
         "argument in rdi. rbx is lwp_return, which has no result to give. "
         "The LWP goes to the tail of the run queue.", lwp_4),
    Stop("5", "fork_trampoline", "$_pid() == {parent} && $_tid() == {thread}",
         "The caller sleeps, and the new LWP has been switched to for the "
         "first time. It comes into fork_trampoline like the child of a fork. "
         "The page table did not change on the way: the process is the "
         "same.", lwp_5),
    Stop("6", "*{thread_function}",
         "$_at({parent}) && $_tid() == {thread}",
         "A new thread of control is in its program. It stands on the first "
         "instruction of its function. There is nothing to return to: it "
         "must end by extexit.", lwp_6),
)

TOURS = {"fork": FORK, "cow": COW, "vfork": VFORK, "lwp": LWP}


# ------------------------------------------------------------ walking

def sentences(text):
    out, line = [], ""
    for word in text.split():
        if len(line) + len(word) + 1 > 76:
            out.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*out, line]


class Walk:
    """A tour under way."""

    def __init__(self, name):
        self.name, self.stops = name, TOURS[name]
        self.at, self.guide = -1, Guide()
        space.name.given = {}

    def go(self):
        """To the next stop; False when the tour is over."""
        self.at += 1
        if self.at >= len(self.stops):
            space.name.given = None
            return False
        context.give_back()
        stop = self.stops[self.at]
        where = stop.where.replace(
            "{wrote}", lazy("tour_wrote", stop.where)).replace(
            "{thread_function}", lazy("tour_thread", stop.where)).replace(
            "{setrunqueue}", str(kernel.address("rr_setrunqueue")))
        when = self.guide.condition(stop.when.replace(
            "{fork}", str(number_of("fork"))))
        if follow.run_to([(where, when)]) is None:
            self.at -= 1
            if crash.at_end():
                raise gdb.GdbError(
                    "tour: the machine ends, and did not come by here; make "
                    f"tour TOUR={self.name} starts one that does")
            raise gdb.GdbError("tour: stopped by something else on the way; "
                               "tour next goes on")
        self.tell()
        return True

    def tell(self):
        stop = self.stops[self.at]
        place = stop.where.strip("*")
        if place.startswith("{"):
            place = {"{wrote}": "tour_wrote",
                     "{setrunqueue}": "rr_setrunqueue",
                     "{thread_function}": "tour_thread"}[place]
        show.heading(f"{self.name} {stop.number}: {place}")
        show.say()
        for line in sentences(stop.text):
            show.say(line)
        show.say()
        with space.cached():
            stop.picture(self.guide)
        show.say()


def lazy(name, where):
    """The address of a function of the program, if where wants it."""
    return str(program_address(name)) if "{" in where else ""


_walk = None


def ready():
    """Can the program of the tours still come?"""
    try:
        kernel.cpu()
        procs = kernel.procs()
    except gdb.GdbError:
        return                  # not up yet: all is to come
    if not any(int(p["p_pid"]) > 0 for p in procs):
        return
    if not any(kernel.text(p["p_comm"]) in ("init", "sh", "tourdemo")
               for p in procs):
        raise gdb.GdbError("tour: tourdemo does not run here; start with "
                           "make tour")


class Tour(show.Command):
    """A guided walk: tour fork, tour cow, tour vfork, tour lwp.

    At each stop the tour says what is about to happen, draws it from live
    memory, and waits: next (or return) goes on, quit leaves the tour, any
    other line is a command of GDB.  The machine must be one that will run
    tourdemo: make tour TOUR=fork starts one.

    --print walks through without waiting.  tour next is for front ends."""
    NAME, MOST = "tour", 2
    USAGE = "tour [--print] fork|cow|vfork|lwp | tour next | tour stop"
    EARLY = True

    def run(self, words):
        global _walk
        printing = "--print" in words
        words = [w for w in words if w != "--print"] or ["fork"]
        if words == ["next"]:
            if _walk is None:
                raise gdb.GdbError("tour: none is under way")
            self.step()
            return
        if words == ["stop"]:
            _walk, space.name.given = None, None
            return
        if len(words) != 1 or words[0] not in TOURS:
            raise self.usage()
        ready()
        _walk = Walk(words[0])
        if printing:
            before = show.force_colour(False)
            try:
                while _walk is not None and _walk.go():
                    pass
            finally:
                show.force_colour(before)
            _walk = None
            return
        self.step()
        if os.isatty(0) and context.INTERPRETER != "mi":
            self.interact()

    def step(self):
        """A picture is not cut by "Type <RET> for more"."""
        global _walk
        pages = gdb.parameter("pagination")
        gdb.execute("set pagination off")
        try:
            if not _walk.go():
                show.say("[the tour is over; the machine stands where it "
                         "is]")
                _walk = None
        finally:
            if pages:
                gdb.execute("set pagination on")

    def interact(self):
        while _walk is not None:
            gdb.flush()
            try:
                line = input("(tour) ").strip()
            except (EOFError, KeyboardInterrupt):
                line = "quit"
            if line in ("quit", "q"):
                self.run(["stop"])
                return
            try:
                if line in ("", "next", "n"):
                    self.step()
                else:
                    gdb.execute(line)
            except gdb.error as e:
                print(e, file=sys.stderr)

    def words_for(self, n, text):
        return [*TOURS, "next", "stop", "--print"]


def install():
    Tour()
