"""T-6.1: the stack of a child that is switched to for the first time is the
picture of arch/x86_64/frame.h."""

import gdb

import kernel
from checks import at, check, data, done, go, narrow, said, same

at("cpu_fork", '$_streq($_program(), "forkdemo")')
go()
lp2 = kernel.pointer(int(gdb.parse_and_eval("lp2")), "struct lwp")
lp1 = kernel.pointer(int(gdb.parse_and_eval("lp1")), "struct lwp")
size = kernel.ctype("struct trapframe").sizeof
memory = gdb.selected_inferior()
parents = bytes(memory.read_memory(int(lp1["lwp_md_regs"]), size))
parent_rip = int(lp1["lwp_md_regs"]["tf_rip"])

at("*cpu_switch_running",
   f"((struct thread *)$rdi)->td_lwp == (struct lwp *){int(lp2):#x}")
go()
td = lp2["lwp_thread"]
pcb = int(td["td_pcb"])
sp = int(td["td_sp"])
frame = int(lp2["lwp_md_regs"])
same(pcb % 16, 0, "the pcb is aligned")
same(frame, pcb - size, "the trapframe is below the pcb")
same(sp, frame - kernel.ctype("struct switchframe").sizeof,
     "the switchframe is below the trapframe")
same(kernel.register("rsp"), sp & (1 << 64) - 1,
     "the cpu stands on the switchframe")
words = kernel.pointer(sp, "unsigned long")
same([int(words[i]) for i in range(7)],
     [0, 0, 0, int(lp2) & (1 << 64) - 1, kernel.address("fork_return"), 0,
      kernel.address("fork_trampoline")],
     "r15 r14 r13 r12 rbx rbp ret")
same(bytes(memory.read_memory(frame, size)), parents,
     "the parent's registers as cpu_fork found them")
same(int(td["td_pcb"]["pcb_cr3"]), kernel.register("cr3"), "its page table")

who = kernel.lwp_name(lp2.dereference())
stack = narrow(said(f"kstack {who}"))
data("kstack", stack)
check(f"Kernel stack of {who}" in stack, "kstack names it")

# The same LWP as bt sees it, then where it comes out.
at("fork_trampoline")
go()
trace = said("bt")
check("fork_trampoline" in trace and " fork () " in trace
      and " main (" in trace, "bt goes through fork_trampoline to main")
at("*return_to_user_iretq")
go()
gdb.execute("stepi", to_string=True)
same(kernel.register("rip"), parent_rip, "out where the parent went in")
same(kernel.register("rax"), 0, "fork() is 0")
same(kernel.register("rdx"), 1, "and says: child")
done()
