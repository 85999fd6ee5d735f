"""vm, why, cow, page, runq, tokens, diff-fork in a machine with copied and
shared pages: tests/gdb/zoo.c."""

import re

import gdb

import kernel
import space
from checks import (at, check, data, done, go, in_program, narrow, said,
                    same)

# A fork of the zoo: who holds what, and what changes.
at("pmap_fork", '$_streq($_program(), "zoo")')
go()
zoo = int(kernel.curproc()["p_pid"])
held = narrow(said("tokens"))
check(re.search(rf"^  {zoo}\.1 zoo \(runs\)\n    proc of process {zoo}, "
                r"1 deep$", held, re.M), f"the parent holds its token {held}")
check("are noted" in said("diff-fork"), "diff-fork looks")
roots = [step for step in space.walk(space.root(
    kernel.curproc()["p_vmspace"].dereference())) if step[0].level == 4]
gdb.execute("finish", to_string=True)
after = narrow(said(f"diff-fork {zoo}"))
data("diff-fork", after)
for step, va, _, _ in roots:
    check(f"level 3 table at {va:#x}: PWUX -> P-UX, count 1 -> count 2"
          in after, f"fork shares the table at {va:#x}: {after}")
same(len(re.findall(r"count 1 -> ", after)), len(roots), "and no other")
check("lwp 1 state" not in after, "its LWP still runs")

in_program("zoo", "zoo_ready")
go()
vm = {}
for pid in kernel.pids():
    p = kernel.find_proc(int(pid))
    if space.has_memory(p) and int(p["p_nthreads"]):
        vm[pid] = narrow(said(f"vm {pid}"))
data("vm", vm)
data("runq", narrow(said("runq")))
data("tokens", narrow(said("tokens")))
for a in kernel.pids()[2:]:
    for b in kernel.pids()[2:]:
        if a < b:
            data(f"cow {a} {b}", narrow(said(f"cow {a} {b}")))

# Every page and table of the zoo is explained by the trees.
pages = set()
with space.cached():
    space_of = kernel.find_proc(zoo)["p_vmspace"].dereference()
    for leaf in space.leaves(space_of).values():
        pages.add(leaf.pa)
    pages |= set(space.tables(space_of))
for pa in sorted(pages)[::4]:
    text = narrow(said(f"page {pa:#x}"))
    check("not explained" not in text and f"count {space.refs(pa)};" in text,
          f"page {pa:#x} is explained")

area = int(gdb.parse_and_eval("area"))
shared = int(gdb.parse_and_eval("shared"))
for pid in kernel.pids():
    if pid in vm and pid != "0":
        for where, va in (("first", area), ("last", area + 63 * 4096),
                          ("shared", shared), ("code", 0x400000),
                          ("none", 0x10)):
            data(f"why {pid} {where}", narrow(said(f"why {pid} {va:#x}")))
# The page of an address is the page that is there; $page is its struct.
pa = space.way(space_of, area)[-1].entry & space.ADDR
same(said(f"page {zoo} {area + 5}"), said(f"page {pa:#x}"), "page PID ADDR")
same(int(gdb.parse_and_eval("$page")),
     int(space.struct_page(pa).address), "$page")
# What the page holds, from the outside and from the inside.
same(space.read(space_of, area, 1), gdb.selected_inferior().read_memory(
    area, 1).tobytes(), "the program's memory")
for wrong in ("vm", "vm 4711", "why 1", "why 1 nonsense$", "cow 1",
              f"cow {zoo} {zoo}", "page 0xffffffffffff", f"page {zoo} 0x10",
              "page 4711 0", "diff-fork x"):
    try:
        gdb.execute(wrong, to_string=True)
        check(False, f"{wrong} is refused")
    except gdb.error as e:
        check(str(e) and "Python" not in str(e), f"{wrong}: {e}")
done()
