"""A watchpoint after back: it knows the value that is there now, and is hit
at the same moments again."""

import gdb

import kernel
from checks import at, check, done, go, same, said


def count():
    return int(gdb.parse_and_eval("$_count()"))


at("fork1")
go()
watch = gdb.Breakpoint("ticks", gdb.BP_WATCHPOINT, internal=False)
seen = []
for n in range(5):
    go()
    seen.append((count(), kernel.register("rip"),
                 int(kernel.variable("ticks"))))
same([s[2] - seen[0][2] for s in seen], [0, 1, 2, 3, 4], "each tick")
said("back 4")
same(int(kernel.variable("ticks")), seen[0][2], "the old value is back")
for n in range(1, 5):
    go()
    same((count(), kernel.register("rip"), int(kernel.variable("ticks"))),
         seen[n], f"tick {n} again")
text = said("back")
check("[stop 6 of 7, " in text, f"no stop was added: {text}")
done()
