"""A breakpoint in a program is hit once for each time its instruction is
executed, also when the page of the code must be fetched first."""

import gdb

import kernel
from checks import at, check, done, go, said, same

said("break-in tourdemo main")
go()
first = int(kernel.curproc()["p_pid"])
said("break *vfork")
b = gdb.breakpoints()[-1]
check(f"$_at({first})" in b.condition, "it is for this process")
try:
    gdb.selected_inferior().read_memory(int(gdb.parse_and_eval("&vfork")), 1)
    check(False, "the page of vfork is not there yet")
except gdb.MemoryError:
    pass
go()
same(gdb.newest_frame().name(), "vfork", "at vfork")
gdb.execute("follow child", to_string=True)
child = int(kernel.curproc()["p_pid"])
check(child != first, "follow child crosses vfork")
same(kernel.register("rax"), 0, "vfork says 0")
at("*tour_wrote", f"$_at({first})")
go()
same(int(kernel.curproc()["p_pid"]), first, "then the parent goes on")
done()
