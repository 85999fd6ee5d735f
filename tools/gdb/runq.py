"""runq.py -- runq: who runs, and who waits for the cpu."""

import consts
import kernel
import show


def who(td):
    lp = td["td_lwp"]
    name = kernel.text(td["td_comm"]) or "?"
    if int(lp) and int(td["td_proc"]["p_pid"]):
        return f"{kernel.lwp_name(lp)} {name}"
    return name


def priority(td):
    n = int(td["td_pri"])
    word = consts.names(kernel.THREAD_H, "TDPRI_").get(n, "")
    return f"{n:2} {word.replace('TDPRI_', '').lower()}"


def tell():
    gd = kernel.cpu()
    requests = consts.flag_words(int(gd["gd_reqflags"]),
                                 "kernel/globaldata.h", "RQF_")
    td = gd["gd_curthread"]
    show.heading(f"Cpu {int(gd['gd_cpuid'])}")
    show.say(f"  runs            {who(td)}, priority {priority(td)}, "
             f"{int(td['td_critcount'])} critical sections")
    show.say("  asked to do     " + (" ".join(requests) or "nothing"))
    lp = gd["gd_uschedcp"]
    show.say("  in user mode may be " + (
        f"{kernel.lwp_name(lp)} {kernel.text(lp['lwp_proc']['p_comm'])}"
        if int(lp) else "nobody just now"))
    show.heading("Threads that can run, best first (LWKT)")
    empty = True
    queues = gd["gd_runq"]
    low, high = queues.type.range()
    for n in range(high, low - 1, -1):
        for other in kernel.tailq(queues[n], "td_threadq"):
            show.say(f"  priority {priority(other):<20} {who(other)}")
            empty = False
    if empty:
        show.say("  none: the idle thread would run")
    show.heading("LWPs that wait for their turn in user mode, next first")
    queue = list(kernel.tailq(kernel.variable("rr_queue"), "lwp_procq"))
    for lp in queue:
        show.say(f"  {kernel.lwp_name(lp)} "
                 f"{kernel.text(lp['lwp_proc']['p_comm'])}, "
                 f"{int(lp['lwp_rrcount'])} ticks of its quantum used")
    if not queue:
        show.say("  none")


class Runq(show.Command):
    """Who runs, and who waits for the cpu.

    In two layers: threads by fixed priority (LWKT), and the LWPs that take
    turns in user mode."""
    NAME = USAGE = "runq"

    def run(self, words):
        tell()


def install():
    Runq()
