"""From the child's first user instruction, 20 stops back and forward again:
instruction pointers, processes, counters, registers and memory are the same,
whether the way forward is fetched or run again."""

import hashlib
import random

import gdb

import kernel
from checks import at, check, data, done, go, narrow, said, same

REGISTERS = ("rip", "rsp", "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp",
             "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "eflags",
             "cr2", "cr3", "gs_base", "fs_base")


def moment():
    """All that must be the same."""
    p = kernel.curproc()
    regs = [kernel.register(r) for r in REGISTERS]
    stack = bytes(gdb.selected_inferior().read_memory(regs[1], 64))
    tree = said("proc") + said("lwp") + said("runq")
    return {"count": int(gdb.parse_and_eval("$_count()")),
            "pid": -1 if p is None else int(p["p_pid"]), "regs": regs,
            "stack": stack, "seen": hashlib.sha256(tree.encode()).digest()}


# Stops of every kind: at functions of the kernel, after single steps, after
# finish, in user mode, at the same place again and again.
said("break-in forkdemo main")
go()
first = int(kernel.curproc()["p_pid"])
kinds = [at(name, temporary=False) for name in
         ("fork1", "lwp_fork", "tsleep", "cpu_switch_running", "vm_fault",
          "syscall")]
seen = [moment()]
for n in range(24):
    if n % 6 == 4:
        said("stepi")
    elif n == 9:
        said("finish")
    else:
        go()
    seen.append(moment())
first_hits = [b.hit_count for b in kinds]
for b in kinds:
    b.enabled = False
at("*fork", f"$_at({first})")
go()
said("follow child")
seen.append(moment())
child = seen[-1]["pid"]
check(child != first and kernel.in_user_mode(), "a child, in its program")
same(kernel.register("rax"), 0, "at its first instruction")
counts = [m["count"] for m in seen]
same(counts, sorted(set(counts)), "the counter only grows")
check(len({m["regs"][0] for m in seen}) < len(seen) - 5,
      "there are stops at one place again and again")
narrow(said("stops"))
last = len(seen) - 1            # the fork stop is one more in between
seen.insert(last, None)
last += 1
for n in range(last - 1, last - 21, -1):
    text = said("back")
    if seen[n] is None:
        seen[n] = moment()
    same(moment(), seen[n], f"back to {n}")
    check(f"{seen[n]['count']:,}" in text, "and it says so")
for n in range(last - 19, last + 1):
    said("forward")
    same(moment(), seen[n], f"forward to {n}")

# Fifty jumps, anywhere.
chance, here = random.Random(20), last
for _ in range(50):
    to = chance.choice([n for n in range(last + 1) if n != here])
    said(f"back {here - to}" if to < here else f"forward {to - here}")
    here = to
    same(moment(), seen[here], f"jump to {here}")

# The same way run again: the same breakpoints lead to the same stops.
said(f"back {here}" if here else "forward 0x1")
if not here:
    said("back")
same(moment(), seen[0], "at the first")
for b in kinds:
    b.enabled = True
hits = [b.hit_count for b in kinds]
same(hits, first_hits, "no jump was a hit")
for n in range(1, 25):
    if (n - 1) % 6 == 4:
        said("stepi")
    elif n - 1 == 9:
        said("finish")
    else:
        go()
    same(moment(), seen[n], f"run again to {n}")
check(sum(first_hits) >= 19, "the breakpoints were hit")
same([b.hit_count - h for b, h in zip(kinds, hits)], first_hits,
     "and as often the second time")
total = f" of {last + 2}"
check(total in said("back"), f"no stop was added{total}")

for wrong in ("back 1000", "forward 1000", "back 0", "back x", "back 1 2",
              "forward -1"):
    try:
        gdb.execute(wrong, to_string=True)
        check(False, f"{wrong} is refused")
    except gdb.error as e:
        check("Python" not in str(e), f"{wrong}: {e}")
    same(moment(), seen[23], f"{wrong} changes nothing")

# A change by hand makes another future; what is before it stays.
said("back 3")
check("forgotten" in said("set var $rbx = 77"), "it says what is forgotten")
try:
    said("forward")
    check(False, "nothing is there")
except gdb.error as e:
    check("last stop" in str(e), f"no way forward: {e}")
said("back")
same(moment(), seen[19], "the past is as it was")
data("counts", counts)
data("child", child)
done()
