"""why.py -- why PID ADDR: what may a program do at an address, and why."""

import gdb

import kernel
import show
import space


def allowed(steps):
    """(may read, may write, may execute) by the entries alone."""
    if len(steps) < space.LEVELS:
        return False, False, False
    both, nx = ~0, 0
    for step in steps:
        both &= step.entry
        nx |= step.entry & space.NX
    ok = bool(both & space.P and both & space.U)
    return ok, ok and bool(both & space.W), ok and not nx


def first_shared(steps):
    """The highest level below which something has more owners, or 0."""
    for step in steps:
        if step.entry & space.SHARED and step.level == 1:
            return 0
        if space.refs(step.entry & space.ADDR) > 1:
            return step.level
    return 0


def write_says(steps, e, may_write):
    """What becomes of a write, in words."""
    if e is None:
        return "no range is there: a write is SIGSEGV"
    if "w" not in space.rights(int(e["vme_prot"])):
        return "the range is not writable: a write is SIGSEGV"
    if may_write:
        return "a write goes through at once"
    if len(steps) < space.LEVELS or not steps[-1].entry:
        return "nothing is there yet: a write faults and gets a page"
    if steps[-1].entry & space.SHARED:
        return "a page of a shared object: a write faults once, no copy"
    level = first_shared(steps)
    if level == 0:
        return "a write faults; all is its own by now: W is set, no copy"
    copies = level - 1
    return ("a write faults and copies "
            + (f"{copies} table{'s' * (copies > 1)} and " if copies else "")
            + "the page")


def words(flags):
    return ", ".join(w for f, w in zip(flags, ("read", "write", "execute"))
                     if f) or "nothing"


def tell(p, va):
    vm = space.vm_of(p)
    steps = space.way(vm, va)
    e = space.range_at(vm, va)
    pid = int(p["p_pid"])
    show.heading(f"Process {pid} ({kernel.text(p['p_comm'])}) at {va:#x}")
    if e is None:
        show.say("  range   none: " + (
            "the kernel's half, not for programs" if kernel.is_kernel(va)
            else "nothing may be here"))
    else:
        show.say(f"  range   {int(e['vme_start']):#x}-"
                 f"{int(e['vme_end']):#x} {space.rights(int(e['vme_prot']))} "
                 f"{space.what(e)}, fork: {space.inheritance(e)}")
    for step in steps:
        below = step.entry & space.ADDR
        place = "root" if step.level == space.LEVELS else \
            f"table {space.name(step.table)}"
        line = f"  level {step.level} [{step.index:3}] of {place:<17} "
        if not step.entry:
            show.say(line + "empty: the way ends here")
            break
        page = space.struct_page(below)
        count = int(page["pg_refs"])
        show.say(line + f"{space.entry_rights(step.entry)} -> "
                 f"{space.describe_page(page)} {space.name(below)}, "
                 + (show.yellow(f"count {count}") if count > 1
                    else f"count {count}"))
    may = allowed(steps)
    show.say(f"  so      the cpu lets the program: {words(may)}")
    show.say("  write   " + write_says(steps, e, may[1]))
    if len(steps) == space.LEVELS and steps[-1].entry:
        owners(pid, va, steps)


def owners(pid, va, steps):
    page = steps[-1].entry & space.ADDR
    direct, seen = space.references(page)
    for other in sorted(seen):
        at = [v for v in seen[other] if other != pid or v != va
              & ~(space.PAGE - 1)]
        if not at:
            continue
        p = kernel.find_proc(other)
        vm = space.vm_of(p)
        common = [s.level for s, t in zip(space.way(vm, at[0]), steps)
                  if s.entry & space.ADDR == t.entry & space.ADDR
                  and s.level > 1]
        through = f"by the same level {max(common) - 1} table" if common \
            else "by tables of its own"
        more = f" and {len(at) - 1} more" if len(at) > 1 else ""
        show.say(f"  also    process {other} at {at[0]:#x}{more}, {through}")
    held = space.refs(page) - len(direct)
    struct = space.struct_page(page)
    if space.kind(struct) == "PG_OBJECT":
        held -= 1
        show.say("  also    the object it belongs to: page "
                 f"{int(struct['pg_index'])} of it")
    if held:
        show.say(show.red(f"  also    {held} references that no process's "
                          "tree explains"))


class Why(show.Command):
    """Why a program may, or may not, read or write at an address.

    The four table entries on the way, what each allows, the page, its count,
    and who else refers to it.  P present, W may write, U for programs, X may
    execute: the cpu wants each right on all four levels.  ADDR may be any
    expression: $rsp, &x."""
    NAME, USAGE, LEAST, MOST = "why", "why PID ADDR", 2, 2

    def run(self, words):
        p = kernel.parse_pid(words[0])
        with space.cached():
            va = show.number(words[1], "ADDR")
            top = va >> space.ADDRESS_BITS - 1
            if top not in (0, (1 << 65 - space.ADDRESS_BITS) - 1):
                raise gdb.GdbError(
                    f"why: {va:#x} is no address: the bits from "
                    f"{space.ADDRESS_BITS - 1} on must be the same")
            tell(p, va)

    def words_for(self, n, text):
        return kernel.pids() if n == 0 else []


def install():
    Why()
