"""difffork.py -- diff-fork: what changed in a process between two stops.

A photograph of a process is a flat list: names of fields, and their values
in words.  Two photographs differ where their lists do.
"""

import gdb

import kernel
import lwp
import show
import space

_before = {}                    # pid: the photograph taken last
POINTERS = ("p_fd", "p_vmspace", "p_ucred", "p_textvp", "p_args",
            "p_sigacts", "p_pgrp", "p_pptr")


def scalars(value, prefix, out, depth=0):
    """The plain fields of a structure, by name, nested ones too."""
    for field in value.type.strip_typedefs().fields():
        if field.name is None or field.is_base_class:
            continue
        v = value[field.name]
        code = v.type.strip_typedefs().code
        name = prefix + field.name
        if code in (gdb.TYPE_CODE_INT, gdb.TYPE_CODE_ENUM,
                    gdb.TYPE_CODE_BOOL):
            out[name] = f"{int(v):#x}" if "flag" in name else str(int(v))
        elif code == gdb.TYPE_CODE_PTR and field.name in POINTERS:
            out[name] = f"{int(v) & (1 << 64) - 1:#x}"
        elif code == gdb.TYPE_CODE_STRUCT and depth < 2 and \
                not field.name.endswith(("_token", "_hash", "_list")):
            scalars(v, name + ".", out, depth + 1)


def frame(lp, out):
    regs = lp["lwp_md_regs"]
    if int(regs):
        prefix = f"lwp {int(lp['lwp_tid'])} "
        for field in regs.dereference().type.fields():
            value = int(regs[field.name])
            if value < 1 << 63 or field.name not in ("tf_pad",):
                out[prefix + field.name] = f"{value & (1 << 64) - 1:#x}"


def memory(p, out):
    vm = space.vm_of(p)
    for e in space.ranges(vm):
        start, end = int(e["vme_start"]), int(e["vme_end"])
        out[f"range {start:#x}"] = (
            f"to {end:#x} {space.rights(int(e['vme_prot']))} "
            f"{space.what(e)}")
    for step, va, _, _ in space.walk(space.root(vm)):
        below = step.entry & space.ADDR
        what = "page" if step.level == 1 else f"level {step.level - 1} table"
        out[f"{what} at {va:#x}"] = (
            space.entry_rights(step.entry), space.name(below),
            f"count {space.refs(below)}")


def photograph(p):
    out = {}
    scalars(p, "", out)
    for lp in kernel.lwps(p):
        prefix = f"lwp {int(lp['lwp_tid'])} "
        out[prefix + "state"] = lwp.state(lp)
        scalars(lp, prefix, out)
        frame(lp, out)
    out["children"] = " ".join(
        str(int(c["p_pid"])) for c in kernel.items(
            p["p_children"]["lh_first"], "p_sibling")) or "none"
    if space.has_memory(p):
        with space.cached():
            memory(p, out)
    return out


def words(fact, with_name=True):
    if isinstance(fact, tuple):
        return f"{fact[0]} {fact[2]}" + (f", {fact[1]}" if with_name else "")
    return fact


def change(a, b):
    """From a to b; of an entry only the parts that differ."""
    if a is None:
        return f"new: {words(b, False)}"
    if b is None:
        return f"gone (was {words(a, False)})"
    if isinstance(a, tuple):
        return ", ".join(f"{x} -> {y}" for x, y in zip(a, b) if x != y)
    return f"{a} -> {b}"


def differences(old, new):
    """Lines; runs of pages that changed in the same way are one line."""
    last, first_at, n = None, None, 0

    def flush():
        if last and n > 1:
            yield f"  {last} ({n} pages, from {first_at})"
        elif last:
            yield f"  page at {first_at}: {last}"

    for key in [*old, *[k for k in new if k not in old]]:
        a, b = old.get(key), new.get(key)
        if a == b:
            continue
        text = change(a, b)
        if key.startswith("page at "):
            text = "another page" if a and b and a[1] != b[1] else text
            if text == last:
                n += 1
                continue
            yield from flush()
            last, first_at, n = text, key[8:], 1
            continue
        yield from flush()
        last = None
        yield f"  {key}: {text}"
    yield from flush()


class DiffFork(show.Command):
    """What changed in a process since diff-fork last looked at it.

    Fields, LWPs, registers, ranges, tables, pages and their counts.  The
    first time it only looks.  diff-fork PID, or the process that runs.
    Stop before fork1, look; stop behind it, see what fork did to the
    parent."""
    NAME, USAGE, MOST = "diff-fork", "diff-fork [PID]", 1

    def run(self, words):
        p = kernel.parse_pid(words[0] if words else ".")
        pid = int(p["p_pid"])
        new = photograph(p)
        old, _before[pid] = _before.get(pid), new
        if old is None:
            show.say(f"{len(new)} facts about process {pid} are noted; "
                     "diff-fork again says what changed")
            return
        lines = list(differences(old, new))
        show.heading(f"Process {pid}: {len(lines) or 'no'} "
                     f"change{'s' * (len(lines) != 1)}")
        for line in lines:
            show.say(line)

    def words_for(self, n, text):
        return kernel.pids()


def install():
    DiffFork()
