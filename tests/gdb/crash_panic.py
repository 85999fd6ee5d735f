"""A panic and a failed assertion stop in GDB, before the machine is gone;
and back goes from there to before it."""

import gdb

import kernel
from checks import at, check, data, done, same, said

at("crash_if_asked")
gdb.execute("continue", to_string=True)
before = int(gdb.parse_and_eval("$_count()"))
data("why", said("continue"))
same(gdb.newest_frame().name(), "panic_stop", "it stops at the panic")
data("bt", said("bt"))
panic = int(gdb.parse_and_eval("$_count()"))
said("back")
same(int(gdb.parse_and_eval("$_count()")), before, "before it")
gdb.execute("continue", to_string=True)
same(int(gdb.parse_and_eval("$_count()")), panic, "and there again")
check("[the machine ends by a panic" in said("continue"), "it says so")
same(gdb.newest_frame().name(), "cpu_debug_exit", "it stops at the end")
said("back 2")
same(int(gdb.parse_and_eval("$_count()")), before, "from there too")
check(gdb.selected_inferior().pid != 0, "the machine lives")
done()
