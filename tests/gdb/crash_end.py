"""A machine that ends by itself stops in GDB; back leads away from it."""

import gdb

import kernel
from checks import at, check, data, done, go, said, same

END = "[the machine ends by itself"


def count():
    return int(gdb.parse_and_eval("$_count()"))


said("break-in init main")
go()
gdb.breakpoints()[-1].enabled = False
before = count()
check(END in said("continue"), "it says so")
same(gdb.newest_frame().name(), "cpu_debug_exit", "stopped at the end")
end = count()
said("back")
same(count(), before, "back before it")
said("continue")
same(count(), end, "the end comes again")
check(kernel.curproc() is not None, "everything is alive")

# A command that waits for something else finds the end, and says so.
said("back")
at("sys_reboot")
go()
try:
    gdb.execute("follow child")
    check(False, "there is no child")
except gdb.error as e:
    check("ends before a fork" in str(e), f"follow: {e}")
same(gdb.newest_frame().name(), "cpu_debug_exit", "at the end again")
# So does a tour, where nobody ran its program.
said("back 2")
try:
    gdb.execute("tour cow")
    check(False, "there is no tour")
except gdb.error as e:
    check("make tour TOUR=cow" in str(e), f"tour: {e}")
data("end", end)
done()
