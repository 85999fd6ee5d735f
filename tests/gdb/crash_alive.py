"""A failed assertion among many processes: GDB stops, all of them are there
as they were, and back leads to before the damage."""

import re

import gdb

import kernel
from checks import at, check, done, go, in_program, same, said

in_program("zoo", "zoo_ready")
go()
at("*vm_page_free")
go()


def all_there():
    """All but where the one that runs is."""
    place = kernel.symbol_at(kernel.register("rip")).split("+")[0]
    return {c: re.sub(f" {place} +", " here ", said(c))
            for c in ("proc", "lwp", "runq")}


def count():
    return int(gdb.parse_and_eval("$_count()"))


page = f"((struct vm_page *) {kernel.register('rdi'):#x})->pg_refs"
before, seen = count(), all_there()
check(len(re.findall(" zoo ", seen["proc"])) >= 4, "there are processes")
same(int(gdb.parse_and_eval(page)), 0, "nobody refers to the page")
said(f"set var {page} = 77")
why = said("continue")
check(re.search(r"^\[the kernel panics: .*freed, kind \d, 77 references", why,
                re.M), f"it says why: {why}")
same(gdb.newest_frame().name(), "panic_stop", "it stops at the panic")
check("vm_page_free" in said("bt"), "who did it is on the stack")
same(all_there(), seen, "all are alive, as they were")
sleeper = re.search(r"^  (\d+\.\d+) +zoo +sleep ", seen["lwp"], re.M)[1]
check("syscall_entry" in said(f"bt {sleeper}"), "one that sleeps can be seen")
said("back")
same((count(), int(gdb.parse_and_eval(page))), (before, 0), "no damage yet")
same(all_there(), seen, "and they are there")
done()
