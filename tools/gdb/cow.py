"""cow.py -- cow PID PID: what two processes share, range by range."""

import gdb

import kernel
import show
import space


def compare(leaves1, leaves2, start, end):
    """(pages of 1, same page by a shared table, by own tables, other)."""
    n = by_table = by_page = other = 0
    for va, leaf in leaves1.items():
        if not start <= va < end:
            continue
        n += 1
        twin = leaves2.get(va)
        if twin is None:
            continue
        if twin.pa != leaf.pa:
            other += 1
        elif set(twin.tables) & set(leaf.tables):
            by_table += 1
        else:
            by_page += 1
    return n, by_table, by_page, other


def common_tables(vm1, vm2):
    """[(level, va, pa)] of the highest tables that both trees lead to."""
    two = space.tables(vm2)
    found = []
    for pa, (level, va) in space.tables(vm1).items():
        if pa in two and not any(va >= v and va < v + space.span(lv + 1)
                                 for lv, v, _ in found):
            found.append((level, va, pa))
    return found


def tell(p1, p2):
    pid1, pid2 = int(p1["p_pid"]), int(p2["p_pid"])
    vm1, vm2 = space.vm_of(p1), space.vm_of(p2)
    if vm1.address == vm2.address:
        show.say(f"Processes {pid1} and {pid2} have one address space: "
                 "everything is shared, nothing is copied.")
        return
    show.heading(f"Processes {pid1} ({kernel.text(p1['p_comm'])}) and {pid2} "
                 f"({kernel.text(p2['p_comm'])})")
    one, two = space.leaves(vm1), space.leaves(vm2)
    show.heading(f"  {'RANGE':<25} RIGHTS {'PAGES':>5} {'TABLE':>5} "
                 f"{'PAGE':>4} {'OTHER':>5}  WHAT")
    for e in space.ranges(vm1):
        start, end = int(e["vme_start"]), int(e["vme_end"])
        n, by_table, by_page, other = compare(one, two, start, end)
        show.say(f"  {start:012x}-{end:012x} "
                 f"{space.rights(int(e['vme_prot'])):<6} {n:>5} "
                 f"{by_table:>5} {by_page:>4} {other:>5}  {space.what(e)}")
    for level, va, pa in common_tables(vm1, vm2):
        show.say(f"  one level {level} table {space.name(pa)} for both, from "
                 f"{va:#x}, count {space.refs(pa)}")


class Cow(show.Command):
    """What memory two processes share, range by range.

    PAGES are the first one's; of them TABLE: both reach the page through a
    table that is one for both, as right after fork; PAGE: tables of their
    own, the page still one; OTHER: each has a page of its own there, one of
    them copied it."""
    NAME, USAGE, LEAST, MOST = "cow", "cow PID PID", 2, 2

    def run(self, words):
        p1, p2 = (kernel.parse_pid(w) for w in words)
        if int(p1["p_pid"]) == int(p2["p_pid"]):
            raise gdb.GdbError("cow: two different processes, please")
        with space.cached():
            tell(p1, p2)

    def words_for(self, n, text):
        return kernel.pids()


def install():
    Cow()
