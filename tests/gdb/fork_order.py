"""T-3.15: the functions of the tour are met in their order, for one fork
that the shell does."""

import gdb

import kernel
from checks import at, check, comm, data, done, go, same

ORDER = ("fork1", "lwp_fork", "cpu_fork", "start_forked_proc",
         "fork_trampoline", "fork_return")

at("fork1", '$_streq($_program(), "sh")')
go()
same(comm(), "sh", "the shell forks")
parent = int(kernel.curproc()["p_pid"])
data("parent", parent)

numbers = {at(name, temporary=False).number: name for name in ORDER[1:]}
met = ["fork1"]
pids = [parent]
while met[-1] != ORDER[-1]:
    met.append(numbers[go()])
    pids.append(int(kernel.curproc()["p_pid"]))
    check(len(met) <= 12, "it does not go round in circles")
same(met, list(ORDER), "the order")
same(len(set(pids[:4])), 1, "four of them in the parent")
child = int(kernel.curproc()["p_pid"])
check(child != parent and pids[4] == child, "two of them in the child")
same(int(kernel.curproc()["p_pptr"]["p_pid"]), parent, "its parent")
same(comm(), "sh", "still the shell's program")
data("child", child)
done()
