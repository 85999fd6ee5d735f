"""One GDB from the first 32-bit instruction to user mode."""

import gdb

import kernel
from checks import at, check, done, go, said, same


def here():
    return gdb.newest_frame().name()


EARLY = ("proc", "lwp", "vm 1", "runq", "tokens", "bt 1.1", "page 0",
         "kstack 1.1", "kstack .", "why 1 0", "cow 1 2", "diff-fork",
         "select 1.1", "in 1.1 bt", "follow child")


def all_say(start):
    """None of our commands can do anything yet: they say why, and only
    that."""
    for command in EARLY:
        try:
            gdb.execute(command, to_string=True)
            check(False, f"{command} is refused")
        except gdb.error as e:
            check(str(e).startswith(start) and len(str(e)) <= 80,
                  f"{command}: {e}")


PAGING = 1 << 31
same(here(), "pvh_entry", "at the kernel's first instruction")
check(not kernel.register("cr0") & PAGING, "paging is off")
all_say("too early")
gdb.execute("stepi", to_string=True)
same(here(), "boot_entry", "the instruction behind it")
at("high_entry")
go()
check(kernel.register("cr0") & PAGING, "paging is on up there")
at("kmain")
go()
check("high_entry" in said("bt"), "its caller is known")
all_say("too early")
said("break-in init main")
go()
same((here(), kernel.in_user_mode()), ("main", True), "in a program")
try:
    gdb.execute("kill", to_string=True)
except gdb.error:
    pass                        # QEMU was gone before it had answered
all_say("no machine is running")
done()
