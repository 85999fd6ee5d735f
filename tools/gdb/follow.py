"""follow.py -- across fork: follow child, follow parent, follow both.

GDB's step goes from the program's fork() through the syscall instruction
into syscall_entry and on; but two come out.  follow says who to wait for.
It works from the program before its fork, and from anywhere inside.

A breakpoint in a program is hit by every process that has something at that
address.  So the one here asks who runs.
"""

import gdb

import crash
import kernel
import show
import symbols


def run_to(places):
    """Go on to one of [(address or name, condition)]; which, or None."""
    breaks = []
    try:
        for where, condition in places:
            b = gdb.Breakpoint(where if isinstance(where, str)
                               else f"*{where:#x}", internal=True)
            b.silent = True
            b.condition = condition
            breaks.append(b)
        before = [b.hit_count for b in breaks]
        gdb.execute("continue", to_string=True)
        for n, b in enumerate(breaks):
            if b.hit_count > before[n]:
                return n
        return None             # a breakpoint of the user's came first
    finally:
        for b in breaks:
            b.delete()


def fork_in_progress(lp):
    """The child that lp is making or has just made, or None."""
    frame = gdb.newest_frame()
    while frame is not None:
        if frame.name() in ("start_forked_proc",):
            return frame.read_var("p2").dereference()
        frame = frame.older()
    return None


def announce(who):
    p = kernel.curproc()
    symbols.follow()
    show.say(f"[{who}: process {int(p['p_pid'])} comes out of the kernel, "
             f"rax = {kernel.register('rax')}]")
    gdb.execute("frame")


class Follow(show.Command):
    """Go on to where fork comes out: in the child, or in the parent.

    From the program before its next fork (or vfork), or from inside the
    kernel on the way.  "both" stops in the one that comes first and, at the
    next "follow both", in the other."""
    NAME, USAGE, LEAST, MOST = "follow", "follow child|parent|both", 1, 1
    _waiting = None             # after "both": who has not come out yet

    def run(self, words):
        mode = words[0]
        if mode not in ("child", "parent", "both"):
            raise self.usage()
        if mode == "both" and Follow._waiting:
            waiting, Follow._waiting = Follow._waiting, None
            self.wait_for([waiting])
            return
        lp = kernel.curlwp()
        if lp is None or not int(lp["lwp_md_regs"]):
            raise gdb.GdbError("a kernel thread runs; stop in a program or "
                               "in its system call first")
        parent = int(lp["lwp_proc"]["p_pid"])
        tid = int(lp["lwp_tid"])
        child, rip = self.to_the_fork(parent, tid, lp)
        ways = {"child": (child, rip), "parent": (parent, rip)}
        if mode != "both":
            self.wait_for([(mode, *ways[mode])])
            return
        came = self.wait_for([(who, *ways[who]) for who in ways])
        if came is not None:
            other = "parent" if came == "child" else "child"
            Follow._waiting = (other, *ways[other])

    def to_the_fork(self, parent, tid, lp):
        """Up to start_forked_proc: (pid of the child, where both go on)."""
        child = fork_in_progress(lp)
        if child is None:
            places = [("start_forked_proc", f"$_pid() == {parent} && "
                       f"lp1->lwp_tid == {tid}")]
            if not kernel.in_user_mode():
                # The call may fail: then nobody comes but the caller.
                places.append((int(lp["lwp_md_regs"]["tf_rip"]),
                               f"$_at({parent})"))
            hit = run_to(places)
            if hit is None:
                raise gdb.GdbError(
                    "follow: the machine ends before a fork"
                    if crash.at_end() else
                    "follow: stopped before a fork; say it again to go on")
            if hit == 1:
                symbols.follow()
                gdb.execute("frame")
                raise gdb.GdbError("follow: no child was made; this is the "
                                   "caller, back in its program")
            child = gdb.newest_frame().read_var("p2").dereference()
        rip = int(kernel.curlwp()["lwp_md_regs"]["tf_rip"])
        return int(child["p_pid"]), rip

    def wait_for(self, ways):
        """ways: [(word, pid, address)]; the word of who came."""
        hit = run_to([(rip, f"$_at({pid})") for _, pid, rip in ways])
        if hit is None:
            show.say("[stopped before it came out; follow again goes on]")
            Follow._waiting = None
            return None
        announce("the " + ways[hit][0])
        return ways[hit][0]

    def words_for(self, n, text):
        return ["child", "parent", "both"] if n == 0 else []


def install():
    Follow()
