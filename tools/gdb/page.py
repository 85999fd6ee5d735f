"""page.py -- page ADDR: one page of memory, and who refers to it."""

import gdb

import kernel
import show
import space


def tell(pa):
    page = space.struct_page(pa)
    kind = space.kind(page)
    show.heading(f"Page {pa:#x} (number {pa >> space.SHIFT}): "
                 f"{space.describe_page(page)}")
    count = int(page["pg_refs"])
    last = kernel.text(page["pg_last"]) if int(page["pg_last"]) else "-"
    show.say(f"  count {count}; last change: {last}")
    if kind == "PG_TABLE":
        show.say(f"  {int(page['pg_used'])} of its {space.ENTRIES} entries "
                 "are used")
    if kind == "PG_OBJECT":
        obj = int(page["pg_owner"]) & (1 << 64) - 1
        show.say(f"  page {int(page['pg_index'])} of the object at {obj:#x}: "
                 "one reference is its")
    if kind not in ("PG_TABLE", "PG_OBJECT", "PG_ANON"):
        return
    direct, seen = space.references(pa)
    for where, index in direct:
        if where == "root":
            show.say("  the root of process "
                     + ", ".join(map(str, index)))
        else:
            table = space.struct_page(where)
            show.say(f"  entry {index} of {space.describe_page(table)} "
                     f"{where:#x}, count {int(table['pg_refs'])}")
    for pid, at in sorted(seen.items()):
        more = f" and {len(at) - 1} more" if len(at) > 1 else ""
        show.say(f"  seen by process {pid} at {at[0]:#x}{more}")
    explained = len(direct) + (kind == "PG_OBJECT")
    if count != explained:
        show.say(show.red(f"  {count - explained} references are not "
                          "explained by any process's tree"))


def page_of(p, va):
    """The physical address of the page that a process has there."""
    way = space.way(space.vm_of(p), va)
    if len(way) < space.LEVELS or not way[-1].entry & space.P:
        raise gdb.GdbError(f"page: process {int(p['p_pid'])} has no page at "
                           f"{va:#x}")
    return way[-1].entry & space.ADDR


class Page(show.Command):
    """One page of memory: what it is, its count, who refers to it.

    ADDR is a physical address, or a kernel address in the map of all memory
    (0xffff8000...); with a PID, it is an address of that process.  Any
    expression will do.  $page is the struct vm_page then."""
    NAME, USAGE, LEAST, MOST = "page", "page [PID] ADDR", 1, 2

    def run(self, words):
        with space.cached():
            pa = show.number(words[-1], "ADDR")
            if len(words) == 2:
                pa = page_of(kernel.parse_pid(words[0]), pa)
            elif pa >= space.DIRECT:
                pa -= space.DIRECT
            tell(pa & ~(space.PAGE - 1))
        gdb.set_convenience_variable("page", space.struct_page(pa).address)


def install():
    Page()
