"""space.py -- address spaces: ranges, the table tree, pages and their counts.

    ranges(vm)          the map entries, in order
    way(vm, va)         the entries on the way to an address, root first
    leaves(vm)          every user page that is mapped: {va: Leaf}
    tables(vm)          every table below the root, each once
    references(pa)      who refers to a page or table, over all processes
    struct_page(pa)     its struct vm_page; describe_page(pa) in words

Tables are read through the kernel's map of all memory, so any process can
be looked at, whoever runs.
"""

import collections
import contextlib
import struct

import gdb

import consts
import kernel

PTE_H, PAGE_H, MMAN_H = ("arch/x86_64/pte.h", "vm/vm_page.h",
                         "kernel/abi/mman.h")


def pte(name):
    return consts.value(PTE_H, name)


P, W, U, NX = (pte(n) for n in ("PTE_P", "PTE_W", "PTE_U", "PTE_NX"))
SHARED, ADDR = pte("PTE_SHARED"), pte("PTE_ADDR")
ENTRIES, LEVELS = pte("PT_ENTRIES"), pte("PT_LEVELS")
SHIFT = consts.value(PAGE_H, "PAGE_SHIFT")
PAGE = 1 << SHIFT
BITS = ENTRIES.bit_length() - 1
DIRECT = consts.value(PAGE_H, "vm_direct_map")
USER_ENTRIES = ENTRIES // 2
ADDRESS_BITS = SHIFT + BITS * LEVELS

Step = collections.namedtuple("Step", "level table index entry")
Leaf = collections.namedtuple("Leaf", "pa entry writable tables")


def span(level):
    """Bytes that an entry of a table of that level covers."""
    return 1 << (SHIFT + BITS * (level - 1))


def index(va, level):
    return va >> (SHIFT + BITS * (level - 1)) & (ENTRIES - 1)


# ------------------------------------------------- names of pages

class Names:
    """How pages are called: by address, or by a name the tour gave."""
    def __init__(self):
        self.given = None

    def __call__(self, pa):
        if self.given is None:
            return f"{pa:#x}"
        return self.given.setdefault(pa, f"P{len(self.given) + 1}")


name = Names()


# ------------------------------------------------- pages

def struct_page(pa):
    array = kernel.variable("vm_page_array")
    if pa >> SHIFT >= int(kernel.variable("vm_page_array_size")):
        raise gdb.GdbError(f"{pa:#x} is no page of memory; it must be a "
                           "physical address (why PID ADDR finds the page "
                           "of a program's address)")
    return array[pa >> SHIFT]


def kind(page):
    return consts.enumerators("enum page_kind").get(int(page["pg_kind"]),
                                                    "?")


def refs(pa):
    return int(struct_page(pa)["pg_refs"])


KINDS = {"PG_FREE": "free page", "PG_RESERVED": "reserved (firmware, kernel)",
         "PG_KERNEL": "kernel memory", "PG_OBJECT": "page of an object",
         "PG_ANON": "private page"}


def describe_page(page):
    what = kind(page)
    if what == "PG_TABLE":
        level = int(page["pg_level"])
        return "root table" if level == LEVELS else f"level {level} table"
    return KINDS.get(what, what)


# ------------------------------------------------- tables

_cache = None


@contextlib.contextmanager
def cached():
    """The machine stands still: read each table once only."""
    global _cache
    before, _cache = _cache, {} if _cache is None else _cache
    try:
        yield
    finally:
        _cache = before


def entries(pa):
    if _cache is not None and pa in _cache:
        return _cache[pa]
    data = gdb.selected_inferior().read_memory(DIRECT + pa, PAGE)
    found = struct.unpack(f"<{ENTRIES}Q", bytes(data))
    if _cache is not None:
        _cache[pa] = found
    return found


def pa_of(page_pointer):
    array = kernel.variable("vm_page_array")
    return int(page_pointer - array) << SHIFT


def root(vm):
    return pa_of(vm["vm_pmap"]["pm_root"])


def has_memory(p):
    return int(p["p_vmspace"]) != 0


def vm_of(p):
    if not has_memory(p):
        raise gdb.GdbError(f"process {int(p['p_pid'])} has no memory")
    return p["p_vmspace"].dereference()


def way(vm, va):
    """[Step]: the used entries on the way to va; ends at the first that is
    not there."""
    table, found = root(vm), []
    for level in range(LEVELS, 0, -1):
        entry = entries(table)[index(va, level)]
        found.append(Step(level, table, index(va, level), entry))
        if entry == 0:
            break
        table = entry & ADDR
    return found


def walk(table, level=LEVELS, va=0, rights=W, above=()):
    """(Step, va, W over the way, tables above) of every used entry."""
    for i, entry in enumerate(entries(table)):
        if level == LEVELS and i >= USER_ENTRIES:
            return
        if entry == 0:
            continue
        here = va + i * span(level)
        yield Step(level, table, i, entry), here, rights & entry, above
        if level > 1:
            yield from walk(entry & ADDR, level - 1, here, rights & entry,
                            above + (entry & ADDR,))


def leaves(vm):
    return {va: Leaf(step.entry & ADDR, step.entry, bool(right), above)
            for step, va, right, above in walk(root(vm)) if step.level == 1}


def tables(vm):
    """{address of a table: (level, first va)} below the root."""
    found = {}
    for step, va, _, _ in walk(root(vm)):
        if step.level > 1:
            found.setdefault(step.entry & ADDR, (step.level - 1, va))
    return found


def resident(vm):
    """Pages and tables that its root leads to, and the root."""
    return 1 + sum(1 for _ in walk(root(vm)))


# ------------------------------------------------- who refers to what

def processes():
    """[(pids, vmspace)] of every address space that has a process."""
    by_space = {}
    for p in kernel.procs():
        if has_memory(p):
            by_space.setdefault(int(p["p_vmspace"]), []).append(p)
    return [([int(p["p_pid"]) for p in ps], ps[0]["p_vmspace"].dereference())
            for ps in by_space.values()]


def references(pa):
    """
    [(table, index)]: the entries that refer to it; {pid: [va]}: where each
    process sees it, through whatever tables.
    """
    direct, seen = set(), {}
    for pids, vm in processes():
        if root(vm) == pa:
            direct.add(("root", tuple(pids)))
        for step, va, _, _ in walk(root(vm)):
            if step.entry & ADDR == pa:
                direct.add((step.table, step.index))
                for pid in pids:
                    seen.setdefault(pid, []).append(va)
    return sorted(direct, key=str), seen


def read(vm, va, length):
    """Bytes of a program's memory, whoever runs."""
    out = b""
    while length:
        steps = way(vm, va)
        if len(steps) < LEVELS or not steps[-1].entry:
            raise gdb.GdbError(f"{va:#x} is not in memory")
        n = min(length, PAGE - va % PAGE)
        pa = (steps[-1].entry & ADDR) + va % PAGE
        out += bytes(gdb.selected_inferior().read_memory(DIRECT + pa, n))
        va, length = va + n, length - n
    return out


# ------------------------------------------------- ranges

def ranges(vm):
    return list(kernel.rb_items(vm["vm_map"]["map_tree"],
                                "struct vm_map_entry", "vme_node"))


def range_at(vm, va):
    for e in ranges(vm):
        if int(e["vme_start"]) <= va < int(e["vme_end"]):
            return e
    return None


def rights(prot):
    return "".join(c if prot & consts.value(MMAN_H, n) else "-"
                   for c, n in (("r", "PROT_READ"), ("w", "PROT_WRITE"),
                                ("x", "PROT_EXEC")))


def entry_rights(entry):
    """What one table entry allows: P W U X."""
    return ("P" if entry & P else "-") + ("W" if entry & W else "-") \
        + ("U" if entry & U else "-") + ("-" if entry & NX else "X")


def inheritance(e):
    word = consts.names(MMAN_H, "INHERIT_").get(int(e["vme_inherit"]), "?")
    return word.replace("INHERIT_", "").lower()


def what(e):
    flags = consts.flag_words(int(e["vme_flags"]), "vm/vm_map.h", "VME_")
    obj = e["vme_object"]
    words = ["shared" if "shared" in flags else "private"]
    if int(obj):
        kinds = consts.enumerators("enum vm_object_type")
        words.append("file" if kinds[int(obj["vmo_type"])] == "VMO_FILE"
                     else "object")
        if int(e["vme_offset"]):
            words.append(f"+{int(e['vme_offset']):#x}")
    else:
        words.append("stack" if "stack" in flags else "anonymous")
    return " ".join(words)
