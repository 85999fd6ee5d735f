"""back-to: from a page that is not ours any more to the instruction that
dropped its count (tests/kernel/plant.c), and from a byte that somebody else
wrote to the instruction that made a shared entry writable."""

import os

import gdb

import kernel
import space
from checks import check, data, done, narrow, said, same

HEAP = 0x1000000000             # USER_HEAP_START
BUG = int(os.environ["PLANTED"])


def count():
    return int(gdb.parse_and_eval("$_count()"))


def functions():
    frame, found = gdb.newest_frame(), []
    while frame is not None and len(found) < 5:
        found.append(frame.name())
        frame = frame.older()
    return found


def back_to(text, old, new):
    """Go there; the change is about to happen, and stepi does it."""
    before = count()
    words = said(f"back-to {text}")
    narrow("\n".join(words.splitlines()[:2]))
    check(words.startswith(f"[{text}: {old} becomes {new} by the next "
                           "instruction]"), f"what changed: {words}")
    check(count() < before + 250_000, "back in time")
    same(gdb.parse_and_eval(text).format_string(), old, "not yet changed")
    said("stepi")
    same(gdb.parse_and_eval(text).format_string(), new, "stepi does it")
    said("back")
    same(gdb.parse_and_eval(text).format_string(), old, "undone by back")


def lost_page(leaf):
    """The page was given to somebody else; before that, to nobody."""
    said(f"set $page = &vm_page_array[{(leaf & space.ADDR) >> 12}]")
    same(int(gdb.parse_and_eval("$page->pg_refs")), 1, "it has one user")
    failed = count()
    back_to("$page->pg_refs", "0", "1")
    check("vm_page_alloc" in functions(), f"somebody got it: {functions()}")
    back_to("$page->pg_refs", "1", "0")
    data("drop", functions())
    same(kernel.curproc()["p_comm"].string(), "planted", "in our process")
    stops = len(said("stops").splitlines()) - 1
    while True:
        said("forward")
        if count() == failed:
            break
    check(stops >= 4, "forward leads to where we came from")


def foreign_byte():
    """Somebody else wrote to our page, for his way to it was writable."""
    parent = int(kernel.curproc()["p_pid"])
    back_to(f"*(char *) {HEAP + 1:#x}", "109 'm'", "99 'c'")
    p = kernel.curproc()
    check(int(p["p_pid"]) != parent and kernel.in_user_mode(),
          "by another process, in its program")
    root = space.way(p["p_vmspace"], HEAP)[0]
    at = space.DIRECT + root.table + 8 * root.index
    check(root.entry & space.W, "its way is writable")
    words = said(f"back-to *(unsigned long *) {at:#x}")
    check(f"{root.entry & ~space.W} becomes {root.entry}" in words,
          f"it was not: {words}")
    data("writable", functions())


def refused(command, why):
    here = count(), kernel.register("rip")
    try:
        said(command)
        check(False, f"{command} is refused")
    except gdb.error as e:
        check(why in str(e), f"{command}: {e}")
    same((count(), kernel.register("rip")), here, "and changes nothing")


gdb.execute("continue", to_string=True)
if BUG == 1:
    lost_page(space.way(kernel.curproc()["p_vmspace"], HEAP)[-1].entry)
else:
    foreign_byte()
    refused("back-to", "usage: back-to EXPR")
    refused("back-to 5", "no address")
    refused("back-to no_such_thing", "no_such_thing")
    refused("back-to vm_page_array[0]@100", "at most 64")
    here = count(), kernel.register("rip")
    check("has not changed since the first stop" in said("back-to hz"),
          "a constant")
    same((count(), kernel.register("rip")), here, "and we are where we were")
done()
