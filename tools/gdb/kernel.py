"""kernel.py -- the kernel's structures, found by their types and names.

Everything our commands show is read from live memory here, by the debug
information of the kernel that runs; no offset is written down anywhere.

    globals_of, variable    a variable of the kernel, whatever is current
    cpu, curthread ..       what runs now
    procs, find_proc        processes; lwps, find_lwp: their LWPs
    parse_lwp               "5.1", "5" as the user typed it
    items, tailq            our lists; rb_items our trees
    where                   "name+12 file:line" of an address
"""

import os

import gdb

import consts

PROC_H, THREAD_H = "kernel/proc.h", "kernel/thread.h"


class NotUp(gdb.GdbError):
    def __init__(self):
        super().__init__(
            "too early: there are no processes yet (break-in init main, then "
            "continue)")


class NoMachine(gdb.GdbError):
    def __init__(self):
        super().__init__("no machine is running; leave by quit, and make gdb "
                         "starts a new one")


def objfile():
    """The kernel's symbols: the file gdb was started with."""
    for o in gdb.objfiles():
        if o.filename and os.path.basename(o.filename).startswith("kernel"):
            return o
    raise gdb.GdbError("no kernel: start gdb by make gdb or make gdb-attach")


def variable(name):
    """A variable of the kernel, global or of one file."""
    kernel = objfile()
    symbol = (kernel.lookup_global_symbol(name)
              or kernel.lookup_static_symbol(name))
    if symbol is None:
        raise gdb.GdbError(f"this kernel has no variable {name}")
    return symbol.value()


def address(name):
    """Where a function or label of the kernel lies, 0 if there is none."""
    try:
        value = gdb.parse_and_eval(f"&'{name}'")
    except gdb.error:
        return 0
    return int(value) & (1 << 64) - 1


def ctype(name):
    return gdb.lookup_type(name)


def pointer(addr, typename):
    """addr as a pointer to that type."""
    return gdb.Value(addr & (1 << 64) - 1).cast(
        ctype("unsigned long")).cast(ctype(typename).pointer())


def field_offset(typename, path):
    """Where a field lies in its type; path may lead through members."""
    at, t = 0, ctype(typename)
    for name in path.split("."):
        field = t.strip_typedefs()[name]
        at += field.bitpos // 8
        t = field.type
    return at


def container_of(ptr, typename, path):
    return pointer(int(ptr) - field_offset(typename, path), typename)


def register(name):
    return int(gdb.newest_frame().read_register(name)) & (1 << 64) - 1


def text(array):
    """A C string, in an array or behind a pointer."""
    if array.type.strip_typedefs().code == gdb.TYPE_CODE_PTR:
        return "" if int(array) == 0 else array.string(errors="replace")
    return array.string(errors="replace").split("\0")[0]


# ------------------------------------------------------- what runs now

def is_kernel(addr):
    return addr >> 63 == 1


def in_user_mode():
    """Was a program interrupted by this stop?"""
    return int(gdb.newest_frame().read_register("cs")) & 3 == 3


def cpu():
    """The struct globaldata of the cpu; GS leads there, swapped or not."""
    if not gdb.selected_inferior().threads():
        raise NoMachine()
    for name in ("gs_base", "k_gs_base"):
        base = register(name)
        if not is_kernel(base):
            continue
        gd = pointer(base, "struct globaldata")
        try:
            if int(gd["gd_self"]) & (1 << 64) - 1 == base:
                return gd.dereference()
        except gdb.MemoryError:
            pass
    raise NotUp()


def curthread():
    return cpu()["gd_curthread"]


def curproc():
    """The process whose thread runs, or None in a kernel thread."""
    p = curthread()["td_proc"]
    return p.dereference() if int(p) else None


def curlwp():
    lp = curthread()["td_lwp"]
    return lp.dereference() if int(lp) else None


# ----------------------------------------------------- lists and trees

def items(first, field):
    """The elements of a list from the first on, by its next pointers."""
    seen = set()
    while int(first) and int(first) not in seen:
        seen.add(int(first))
        yield first.dereference()
        link = first.dereference()[field]
        name = [f.name for f in link.type.strip_typedefs().fields()
                if f.name.endswith("_next")][0]
        first = link[name]


def tailq(head, field):
    return items(head["tqh_first"], field)


def rb_items(tree, typename, path):
    """The elements of one of our red-black trees, in order."""
    def walk(node):
        if int(node) == 0:
            return
        yield from walk(node["rb_left"])
        yield container_of(node, typename, path).dereference()
        yield from walk(node["rb_right"])

    yield from walk(tree["rbt_root"])


# ------------------------------------------------ processes and LWPs

def procs():
    """All processes by pid, zombies too; an error if there are none yet."""
    cpu()
    found = [*items(variable("allproc")["lh_first"], "p_list"),
             *items(variable("zombproc")["lh_first"], "p_list")]
    if not found:
        raise NotUp()
    return sorted(found, key=lambda p: int(p["p_pid"]))


def find_proc(pid):
    for p in procs():
        if int(p["p_pid"]) == pid:
            return p
    # One that fork1 is still making is on no list yet: its parent is in
    # the kernel with it, but an LWP knows it.
    for td in threads():
        p = td["td_proc"]
        if int(p) and int(p["p_pid"]) == pid:
            return p.dereference()
    raise gdb.GdbError(f"there is no process {pid}; proc lists them")


def threads():
    """Every thread of the cpu, kernel threads too."""
    return list(tailq(cpu()["gd_allq"], "td_allq"))


def lwps(p):
    return list(rb_items(p["p_lwp_tree"], "struct lwp", "u.lwp_rbnode"))


def lwp_name(lp):
    return f"{int(lp['lwp_proc']['p_pid'])}.{int(lp['lwp_tid'])}"


def parse_pid(word):
    """PID as the user typed it; "." is the process that runs."""
    if word == ".":
        p = curproc()
        if p is None:
            raise gdb.GdbError("a kernel thread runs, no process")
        return p
    if not word.isdigit():
        raise gdb.GdbError(f"{word} is no pid")
    return find_proc(int(word))


def parse_lwp(word):
    """PID.TID, or PID if it has only one LWP; "." is what runs."""
    if word == ".":
        lp = curlwp()
        if lp is None:
            raise gdb.GdbError("a kernel thread runs, no LWP")
        return lp
    pid, dot, tid = word.partition(".")
    if not pid.isdigit() or (dot and not tid.isdigit()):
        raise gdb.GdbError(f"{word} is no LWP: write PID.TID, like 3.1")
    p = find_proc(int(pid))
    all_lwps = lwps(p)
    if not dot:
        if len(all_lwps) == 1:
            return all_lwps[0]
        raise gdb.GdbError(
            f"process {pid} has {len(all_lwps)} LWPs, say which: "
            + " ".join(lwp_name(lp) for lp in all_lwps) if all_lwps else
            f"process {pid} has no LWP" + ("" if int(pid) else
                                           ": its threads are the kernel's"))
    for lp in all_lwps:
        if int(lp["lwp_tid"]) == int(tid):
            return lp
    raise gdb.GdbError(f"process {pid} has no LWP {tid}; lwp {pid} lists "
                       "what it has")


def pids():
    return [str(int(p["p_pid"])) for p in procs()]


def lwp_names():
    return [lwp_name(lp) for p in procs() for lp in lwps(p)]


def is_dead(lp):
    """Has it left its stack for ever?  A zombie's LWP has."""
    return (int(lp["lwp_thread"]["td_flags"])
            & consts.value(THREAD_H, "TDF_EXITING")) != 0 \
        and not is_running(lp)


def alive(lp):
    if is_dead(lp):
        raise gdb.GdbError(f"LWP {lwp_name(lp)} is dead: its kernel stack "
                           "holds nothing that it would go on with")
    return lp


def is_running(lp):
    return int(lp["lwp_thread"]) == int(curthread())


# ---------------------------------------------------- addresses as words

def strip(path):
    """A source path from the root of the tree on."""
    root = str(consts.ROOT) + "/"
    path = path[len(root):] if path.startswith(root) else path
    return path[2:] if path.startswith("./") else path


def symbol_at(addr):
    """"name+12" or "" if no symbol is near."""
    said = gdb.execute(f"info symbol {addr:#x}", to_string=True)
    if said.startswith("No symbol"):
        return ""
    words = said.split()
    name = words[0]
    return f"{name}+{words[2]}" if words[1:2] == ["+"] else name


def line_at(addr):
    sal = gdb.find_pc_line(addr)
    if sal.symtab is None or sal.line == 0:
        return ""
    return f"{strip(sal.symtab.filename)}:{sal.line}"
