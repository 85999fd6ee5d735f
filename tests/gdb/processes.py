"""proc, lwp, bt, kstack and select in a machine with some of everything:
tests/gdb/zoo.c.  What they say is compared with the zoo's own records."""

import gdb

import context
import kernel
import show
from checks import (check, data, done, go, in_program, narrow, said, same)

in_program("zoo", "zoo_ready")
go()
data("proc", narrow(said("proc")))
data("lwp", narrow(said("lwp")))
zoo = int(kernel.curproc()["p_pid"])
data("tree", narrow(said(f"lwp -t {zoo}")))

before = said("info registers")
dead = [n for n in kernel.lwp_names()
        if kernel.is_dead(kernel.parse_lwp(n))]
same(len(dead), 1, "the zombie's LWP is dead")
for name in kernel.lwp_names():
    if name in dead:
        continue
    trace = said(f"bt {name}")
    stack = narrow(said(f"kstack {name}"))
    lp = kernel.parse_lwp(name)
    check(f"Kernel stack of {name}" in stack, f"kstack {name}")
    program = kernel.text(lp["lwp_proc"]["p_comm"])
    if program == "zoo":
        # From the kernel, if it is there, into the program.
        check("zoo_ready" in trace or "syscall_entry" in trace
              or "return_to_user" in trace or "alltraps" in trace,
              f"bt {name} crosses the border: {trace}")
        check(" main (" in trace or "sleep_for_ever" in trace,
              f"bt {name} ends in its program: {trace}")
    data(f"bt {name}", trace)
    same(said("info registers"), before, f"the cpu is itself after {name}")

# A choice that lasts, and what lets go of it.
other = [n for n in kernel.lwp_names() if n.startswith(f"{zoo}.")][1]
here = kernel.register("rip")
gdb.execute(f"select {other}", to_string=True)
check(kernel.register("rip") != here, "select shows another LWP")
check("sleep_for_ever" in said("backtrace"), "backtrace is its")
gdb.execute("up", to_string=True)
gdb.execute("select .", to_string=True)
same(said("info registers"), before, "select . brings back the cpu")
check("zoo_ready" in said(f"in {zoo}.1 frame"), "in runs a command there")
gdb.execute(f"select {other}", to_string=True)
gdb.execute("stepi", to_string=True)
check(context.lent_to() is None, "a step gives the registers back")
same(kernel.register("rip") != here, True, "and goes on from the cpu's own")
check("zoo_ready" in said("bt") or "main () at tests/gdb/zoo.c"
      in said("bt"), "the cpu is where it was, a step on")

# Completion knows who is there; colours are for terminals.
for text, want in ((f"lwp {zoo}", f"lwp {zoo}"), ("bt 1.", "bt 1.1"),
                   ("follow ch", "follow child"), ("tour v", "tour vfork"),
                   ("break-in zo", "break-in zoo"), ("lwp -", "lwp -t")):
    check(want in said(f"complete {text}").splitlines(),
          f"{text} is completed")
plain = gdb.execute("lwp", to_string=True)
check("\x1b" not in plain, "no colours into a file")
show.force_colour(True)
coloured = gdb.execute("lwp", to_string=True)
show.force_colour(None)
check("\x1b[32mRUNNING" in coloured, "but on a terminal")
same(show.ESCAPE.sub("", coloured), plain, "with the same words")
for name in show.Command.__subclasses__():
    text = said(f"help {name.NAME}")
    check("Usage: " + name.USAGE.split(" | ")[0] in text, f"help {name.NAME}")
    check(len(text.splitlines()[0]) < 72, f"{name.NAME} in one line")

for wrong in ("proc 999", "lwp 999", "bt 1.77", "kstack x", "lwp -t",
              "select 5000.1", "in", f"bt {dead[0]}", f"kstack {dead[0]}",
              "lwp 1 2 3"):
    try:
        gdb.execute(wrong, to_string=True)
        check(False, f"{wrong} is refused")
    except gdb.error as e:
        check(str(e) and "Python" not in str(e) and len(str(e)) < 160,
              f"{wrong}: {e}")
done()
