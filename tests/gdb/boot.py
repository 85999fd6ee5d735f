"""One GDB from the first 32-bit instruction to user mode."""

import gdb

import kernel
from checks import at, check, done, go, said, same


def here():
    return gdb.newest_frame().name()


PAGING = 1 << 31
same(here(), "pvh_entry", "at the kernel's first instruction")
check(not kernel.register("cr0") & PAGING, "paging is off")
for early in ("proc", "lwp", "vm 1", "runq", "bt 1.1", "page 0"):
    try:
        gdb.execute(early, to_string=True)
        check(False, f"{early} is too early")
    except gdb.error as e:
        check("Traceback" not in str(e) and "Error occurred" not in str(e),
              f"{early}: {e}")
gdb.execute("stepi", to_string=True)
same(here(), "boot_entry", "the instruction behind it")
at("high_entry")
go()
check(kernel.register("cr0") & PAGING, "paging is on up there")
at("kmain")
go()
check("high_entry" in said("bt"), "its caller is known")
said("break-in init main")
go()
same((here(), kernel.in_user_mode()), ("main", True), "in a program")
done()
