"""T-5.9: at every switch the new page table and stack are in use before the
old thread ceases to count as running."""

import gdb

import consts
import kernel
from checks import at, check, data, done, go, same

RUNNING = consts.value("kernel/thread.h", "TDF_RUNNING")

at("fork1", '$_streq($_program(), "forkdemo")')
go()
at("*cpu_switch_running", temporary=False)
heavy = 0
for i in range(40):
    go()
    old = kernel.pointer(kernel.register("rax"), "struct thread")
    new = kernel.pointer(kernel.register("rdi"), "struct thread")
    same(kernel.register("cr3"), int(new["td_pcb"]["pcb_cr3"]),
         f"switch {i}: page table")
    bottom = int(new["td_kstack"]) & (1 << 64) - 1
    sp = kernel.register("rsp")
    check(bottom < sp < bottom + int(new["td_kstack_size"]),
          f"switch {i}: its stack")
    same(int(kernel.curthread()), int(new), f"switch {i}: curthread")
    check(int(old["td_flags"]) & RUNNING, f"switch {i}: old still runs")
    gdb.execute("stepi 2", to_string=True)
    check(not int(old["td_flags"]) & RUNNING, f"switch {i}: old is off")
    check(int(new["td_flags"]) & RUNNING, f"switch {i}: new runs")
    heavy += int(new["td_lwp"]) != 0
check(heavy >= 5, f"{heavy} of 40 were to LWPs")
done()
