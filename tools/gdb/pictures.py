"""pictures.py -- what a tour draws, from live memory.

A picture names things instead of giving addresses, so that it is the same
picture after the kernel has changed somewhere else: functions and labels by
their symbols, pages as P1, P2 in the order in which the tour meets them,
places on a stack by their distance.
"""

import collections

import consts
import kernel
import lwp
import proc
import show
import space

REGS_H = "arch/x86_64/regs.h"
INDENT = "    "


def draw(text=""):
    show.say((INDENT + text).rstrip())


def word(value):
    """A word in words, if it leads to something with a name."""
    value &= (1 << 64) - 1
    if value < 0x1000:
        return str(value)
    if kernel.address("text_start") <= value < kernel.address("text_end"):
        return kernel.symbol_at(value).split(" ")[0]
    if kernel.is_kernel(value):
        for p in kernel.procs():
            if value == int(p.address):
                return f"process {int(p['p_pid'])}"
            for lp in kernel.lwps(p):
                if value == int(lp.address) & (1 << 64) - 1:
                    return f"LWP {kernel.lwp_name(lp)}"
        return "a kernel address"
    top = consts.value("vm/vm_layout.h", "USER_MAX")
    if top - 0x100000 < value <= top:
        return "on the program's stack"
    name = kernel.symbol_at(value)
    if name and "text_start" not in name:
        return name
    return "an address of the program"


# ------------------------------------------------------- registers

def registers(names):
    """Some registers of the cpu, in words."""
    draw("the cpu")
    for name, note in names:
        draw(f"  {name:<4} = {word(kernel.register(name)):<24} {note}")


def regs_of(*lwps):
    """The program's registers of LWPs as their trapframes keep them."""
    draw("in the trapframe of " + "".join(
        f"{'LWP ' + kernel.lwp_name(lp):<24}" for lp in lwps))
    for field in ("tf_rip", "tf_rax", "tf_rdx", "tf_rsp", "tf_rdi"):
        draw(f"  {field:<18}" + "".join(
            f"{word(int(lp['lwp_md_regs'][field])):<24}" for lp in lwps))
    carry = [int(lp["lwp_md_regs"]["tf_rflags"]) & 1 for lp in lwps]
    draw(f"  {'carry flag':<18}" + "".join(f"{c:<24}" for c in carry))


# ------------------------------------------------------- kernel stacks

WIDE = 56


def rule(note=""):
    draw("  +" + "-" * WIDE + "+" + (f"  {note}" if note else ""))


def box(left, right=""):
    room = WIDE - 14
    draw(f"  | {left:<12}{right:<{room}.{room}} |")


def kstack(lp, like=None):
    """The kernel stack of an LWP that is off the cpu or just coming."""
    td = lp["lwp_thread"]
    who = f"LWP {kernel.lwp_name(lp)}" if int(lp["lwp_tid"]) else \
        f"the new LWP of process {int(lp['lwp_proc']['p_pid'])}"
    draw("kernel stack of " + who)
    rule("high")
    p = lp["lwp_proc"]
    cr3 = int(td["td_pcb"]["pcb_cr3"])
    whose = "the root table of process " + str(int(p["p_pid"])) \
        if space.has_memory(p) and cr3 == space.root(
            p["p_vmspace"].dereference()) else "not set yet"
    box("struct pcb", f"pcb_cr3 = {whose}")
    rule()
    frame = lp["lwp_md_regs"]
    if int(frame) == 0:
        box("nothing yet")
        rule()
        return
    trapframe(frame.dereference(),
              like["lwp_md_regs"].dereference() if like is not None
              else None)
    sp = int(td["td_sp"])
    size = kernel.ctype("struct switchframe").sizeof
    if sp == int(frame) - size and lwp.on_switchframe(td):
        rule("<- lwp_md_regs")
        sf = kernel.pointer(sp, "struct switchframe")
        for name, note in (("sf_ret", "where the switch returns"),
                           ("sf_rbp", "a backtrace ends here"),
                           ("sf_rbx", "the function to call"),
                           ("sf_r12", "its argument")):
            box(name, f"{word(int(sf[name])):<16} {note}")
        box("sf_r13..r15", " ".join(
            word(int(sf[n])) for n in ("sf_r13", "sf_r14", "sf_r15")))
        rule("<- td_sp")
    else:
        rule("<- lwp_md_regs")


def flags(value):
    """What matters here of rflags."""
    carry = "carry" if value & consts.value(REGS_H, "RFLAGS_CF") else \
        "no carry"
    on = "on" if value & consts.value(REGS_H, "RFLAGS_IF") else "off"
    return f"{carry}, interrupts {on}"


def trapframe(frame, like=None):
    names = [f.name for f in frame.type.fields()]
    shown = ("tf_ss", "tf_rsp", "tf_rflags", "tf_cs", "tf_rip", "tf_rax",
             "tf_rdi")
    for name in reversed(names):
        if name in shown:
            value = int(frame[name])
            box(name, flags(value) if name == "tf_rflags"
                else f"{value:#x}" if name in ("tf_ss", "tf_cs")
                else word(value))
    text = f"and {len(names) - len(shown)} more words"
    if like is not None:
        n = sum(int(frame[n]) == int(like[n]) for n in names)
        text = (f"and {len(names) - len(shown)} more; {n} of {len(names)} "
                "are the parent's")
    box("", text)


# ------------------------------------------------------- processes

def family():
    """The processes, a line each: who, whose child, in which state."""
    draw(f"{'process':<16}{'parent':<8}{'state':<12}"
         "its LWPs (in: asleep there)")
    for p in kernel.procs():
        if int(p["p_pid"]) == 0:
            continue
        one_process(p)


def one_process(p):
    parent = p["p_pptr"]
    states = collections.Counter(
        "newborn" if lwp.is_newborn(lp) else
        f"in {kernel.text(lp['lwp_thread']['td_wmesg'])}"
        if lwp.state(lp) == "sleep" else lwp.state(lp).lower()
        for lp in kernel.lwps(p))
    states = ", ".join(f"{n} {state}" for state, n in states.items())
    flags = consts.flag_words(int(p["p_flag"]), kernel.PROC_H, "P_")
    note = "  ppwait" if "ppwait" in flags else ""
    draw(f"{int(p['p_pid']):<4}{kernel.text(p['p_comm']):<12}"
         f"{int(parent['p_pid']) if int(parent) else '-':<8}"
         f"{proc.state(p):<12}{states}{note}")


def newborn(p):
    """A process that is on no list yet, beside those that are."""
    draw("on the list of all processes:")
    family()
    draw("not yet, fork1 still makes it:")
    one_process(p)


def queues():
    gd = kernel.cpu()
    lp = gd["gd_uschedcp"]
    draw("may be in user mode: " + (
        f"LWP {kernel.lwp_name(lp)}" if int(lp) else "nobody"))
    names = [kernel.lwp_name(x) for x in
             kernel.tailq(kernel.variable("rr_queue"), "lwp_procq")]
    draw("waits for its turn:  " + (", ".join("LWP " + n for n in names)
                                    or "nobody"))


# ------------------------------------------------------- memory

def w(entry):
    return "W" if entry & space.W else "-"


def roots(*ps):
    """The used user entries of root tables, side by side."""
    vms = [space.vm_of(p) for p in ps]
    tables = [space.entries(space.root(vm)) for vm in vms]
    draw(f"{'root entry':<26}" + "".join(
        f"{'process ' + str(int(p['p_pid'])):<22}" for p in ps))
    for i in range(space.USER_ENTRIES):
        if not any(t[i] for t in tables):
            continue
        where = f"[{i:3}] {i * space.span(space.LEVELS):#x}"
        cells = "".join(f"{cell(t[i]):<22}" for t in tables)
        draw(f"{where:<26}{cells}")


def cell(entry):
    if not entry:
        return "."
    pa = entry & space.ADDR
    return f"{w(entry)} -> {space.name(pa)}, count {space.refs(pa)}"


def path(va, *ps):
    """The way to an address, process beside process."""
    ways = [space.way(space.vm_of(p), va) for p in ps]
    draw(f"{'the way to &cell':<18}" + "".join(
        f"{'process ' + str(int(p['p_pid'])):<26}" for p in ps))
    for n in range(space.LEVELS):
        level = space.LEVELS - n
        cells = ""
        for steps in ways:
            cells += f"{cell(steps[n].entry) if n < len(steps) else '':<26}"
        draw(f"level {level} entry     " + cells)
    values = []
    for p in ps:
        data = space.read(space.vm_of(p), va, 8)
        values.append(int.from_bytes(data, "little"))
    draw(f"{'cell.value':<18}" + "".join(f"{v:<26}" for v in values))


def spaces(*ps):
    """Which address space each process has, and how many have it."""
    names = {}
    for p in ps:
        vm = p["p_vmspace"].dereference()
        name = names.setdefault(int(vm.address), f"space {len(names) + 1}")
        draw(f"process {int(p['p_pid'])} -> {name}, used by "
             f"{int(vm['vm_refs'])}, root {space.name(space.root(vm))}")


def tree(p):
    """The red-black tree of a process's LWPs."""
    root = p["p_lwp_tree"]["rbt_root"]
    draw(f"LWPs of process {int(p['p_pid'])} by tid, height "
         f"{lwp.height(root)}, {lwp.black_height(root)} black on every way:")
    for line in lwp.tree_lines(root, lambda n: int(
            lwp.lwp_of(n)["lwp_tid"])):
        draw("  " + line)
