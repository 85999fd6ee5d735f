"""vm.py -- vm: what a process may have in memory, and what is there."""

import kernel
import show
import space


def rows_of_ranges(vm):
    leaves = space.leaves(vm)
    yield ("RANGE", "RIGHTS", "FORK", "PAGES", "SHARED", "WHAT")
    for e in space.ranges(vm):
        start, end = int(e["vme_start"]), int(e["vme_end"])
        here = [leaf for va, leaf in leaves.items() if start <= va < end]
        many = sum(1 for leaf in here if len_owners(leaf) > 1)
        yield (f"{start:012x}-{end:012x}",
               space.rights(int(e["vme_prot"])), space.inheritance(e),
               str(len(here)), str(many), space.what(e))


def len_owners(leaf):
    """More than one if some count on the way says that others look too."""
    return max([space.refs(t) for t in leaf.tables]
               + [space.refs(leaf.pa)])


def ranges(vm):
    for i, (where, rights, fork, pages, many, what) in enumerate(
            rows_of_ranges(vm)):
        line = (f"  {where:<26} {rights:<6} {fork:<6}{pages:>6} {many:>6}  "
                f"{what}")
        show.say(show.bold(line) if i == 0 else line)


def mark(entry):
    return show.green("W") if entry & space.W else "-"


def tree_lines(table, level, va=0, before="  "):
    """The tree: one line a table, and one for each run of like pages."""
    if level == 1:
        yield from runs(table, va, before)
        return
    used = [(i, e) for i, e in enumerate(space.entries(table)) if e
            and not (level == space.LEVELS and i >= space.USER_ENTRIES)]
    for n, (i, entry) in enumerate(used):
        last = n == len(used) - 1
        here = va + i * space.span(level)
        below = entry & space.ADDR
        count = space.refs(below)
        text = f"{count} refs" if count != 1 else "1 ref"
        yield (f"{before}{'`' if last else '|'}-[{i:3}] {mark(entry)} "
               f"level {level - 1} table {space.name(below)}, "
               + (show.yellow(text) if count > 1 else text)
               + f", {int(space.struct_page(below)['pg_used'])} used, "
               f"from {here:#x}")
        yield from tree_lines(below, level - 1, here,
                              before + ("  " if last else "| "))


def runs(table, va, before):
    run = None
    for i, entry in enumerate(space.entries(table)):
        key = None
        if entry:
            key = (space.entry_rights(entry), bool(entry & space.SHARED),
                   space.refs(entry & space.ADDR),
                   space.kind(space.struct_page(entry & space.ADDR)))
        if run and run[0] == key:
            run[2] = i
            continue
        if run and run[0]:
            yield page_line(run, va, before)
        run = [key, i, i]
    if run and run[0]:
        yield page_line(run, va, before)


def page_line(run, va, before):
    (rights, shared, count, kind), first, last = run
    n = last - first + 1
    word = {"PG_OBJECT": "object", "PG_ANON": "private"}.get(kind, kind)
    text = f"{count} refs" if count != 1 else "1 ref"
    if n > 1:
        text += " each"
    which = f"[{first:3}]" if n == 1 else f"[{first:3}..{last}]"
    wbit = show.green("W") if rights[1] == "W" else "-"
    return (f"{before}  {which} {wbit} {n} {word} page{'s' * (n > 1)}, "
            + (show.yellow(text) if count > 1 else text)
            + (", mapped shared" if shared else ""))


class Vm(show.Command):
    """A process's memory: its ranges, and its tree of page tables.

    RIGHTS are the range's; FORK is what a child gets; PAGES are mapped now,
    SHARED of them also belong to somebody else, perhaps only because a
    table on the way does.  In the tree each table and page has its count,
    and W if the entry that leads to it may write: by the rule of the tree
    (docs/memory.md) only if the count is 1, objects apart."""
    NAME, USAGE, LEAST, MOST = "vm", "vm PID", 1, 1

    def run(self, words):
        p = kernel.parse_pid(words[0])
        vm = space.vm_of(p)
        with space.cached():
            others = [pid for pids, other in space.processes()
                      if other.address == vm.address for pid in pids
                      if pid != int(p["p_pid"])]
            show.heading(
                f"Memory of process {int(p['p_pid'])} "
                f"({kernel.text(p['p_comm'])}): "
                f"{show.size(int(vm['vm_map']['map_size']))} mapped, "
                f"{space.resident(vm)} pages and tables, "
                f"{int(vm['vm_charge'])} promised")
            if others:
                show.say(f"  the same memory as process "
                         + ", ".join(map(str, others)))
            if space.ranges(vm):
                ranges(vm)
            else:
                show.say("  no ranges: the kernel's process has none, and a "
                         "zombie has no more")
            root = space.root(vm)
            show.heading(f"Tree: root {space.name(root)}, "
                         f"{len(space.tables(vm))} tables below")
            for line in tree_lines(root, space.LEVELS):
                show.say(line)

    def words_for(self, n, text):
        return kernel.pids()


def install():
    Vm()
