"""Symbols follow the current process; breakpoints in a program belong to
somebody; fork is crossed by step and by follow."""

import gdb

import kernel
import symbols
from checks import at, check, data, done, go, same, said


def pid():
    p = kernel.curproc()
    return -1 if p is None else int(p["p_pid"])


def here():
    return gdb.newest_frame().name()


# Before any program exists: forkdemo's main, whoever runs it.
text = said("break-in forkdemo main")
check("user/bin/forkdemo.c" in text, f"break-in finds it: {text}")
go()
same(here(), "main", "in main")
same(kernel.text(kernel.curproc()["p_comm"]), "forkdemo", "of forkdemo")
check("main(int argc" in said("list"), "its source is there")
first = pid()

# A breakpoint made here is for this process only, though its children pass
# the same address; and it stays when the symbols of another program come.
check(f"process {first} (forkdemo) only" in said("break write"),
      "break says whose it is")
go()
same((here(), pid()), ("write", first), "it is hit")
said("bt 1.1")                  # for which init's symbols come and go


def mine():
    return [b for b in gdb.breakpoints() if b.condition
            and f"$_at({first})" in b.condition]


same(len(mine()), 1, "it is still one")
check(mine()[0].location.startswith("*0x"), "and fastened to its address")
mine()[0].enabled = False

# step, through the door.
at("*fork", f"$_at({first})")
go()
same(here(), "fork", "at the stub")
for _ in range(8):
    if here() != "fork":
        break
    gdb.execute("step", to_string=True)
same(here(), "syscall_entry", "step goes through the syscall instruction")
check(" main (" in said("bt"), "and bt still knows the program")
for _ in range(200):
    if here() == "syscall":
        break
    gdb.execute("step", to_string=True)
same(here(), "syscall", "step goes on into the kernel's C")
gdb.execute("follow child", to_string=True)
child = pid()
check(child != first, "follow child is in another process")
same(int(kernel.curproc()["p_pptr"]["p_pid"]), first, "a child of it")
same((here(), kernel.register("rax")), ("fork", 0), "fork says 0")
mine()[0].enabled = True
b = at("*write", f"$_at({child})")
go()
same((here(), pid()), ("write", child), "only our own is hit in the child")
mine()[0].enabled = False

# From the program to the next fork: the parent.
at("*fork", f"$_at({child})")
go()
gdb.execute("follow parent", to_string=True)
same(pid(), child, "follow parent is in the parent")
second = kernel.register("rax")
check(second > child, "which has the next child's pid")
same(here(), "fork", "behind the syscall")

# Both, one after the other.
at("*fork", f"$_at({second})")
go()
gdb.execute("follow both", to_string=True)
came = [(pid(), kernel.register("rax"))]
gdb.execute("follow both", to_string=True)
came.append((pid(), kernel.register("rax")))
same(sorted(r == 0 for _, r in came), [False, True],
     f"one is told 0, the other not {came}")
parent = next(c for c in came if c[1])
same(parent[0], second, "the parent is the parent")
same(parent[1], next(c[0] for c in came if not c[1]), "of that child")

# The fastened one waits for the process that it is for.
mine()[0].enabled = True
go()
same((here(), pid()), ("write", first), "it is hit again")
mine()[0].enabled = False

# Other programs, other symbols.
at("sys_reboot")
go()
same(kernel.text(kernel.curproc()["p_comm"]), "init", "init ends it")
check("init.c" in said("bt"), "with init's symbols")
data("children", [child, second])
for wrong in ("break-in nobody main", "break-in forkdemo nothing",
              "follow", "follow me"):
    try:
        gdb.execute(wrong, to_string=True)
        check(False, f"{wrong} is refused")
    except gdb.error as e:
        check("Python" not in str(e), f"{wrong}: {e}")
done()
