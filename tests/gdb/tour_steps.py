"""A tour one stop at a time, with other commands between."""

import gdb

import kernel
from checks import check, done, said, same

for wrong in ("tour next", "tour nowhere", "tour fork cow"):
    try:
        gdb.execute(wrong, to_string=True)
        check(False, f"{wrong} is refused")
    except gdb.error as e:
        check("Python" not in str(e), f"{wrong}: {e}")
check(said("tour cow").startswith("cow 1: start_forked_proc"), "first stop")
same(gdb.newest_frame().name(), "start_forked_proc", "it stands there")
check("tourdemo" in said("proc"), "other commands work between")
check(said("tour next").startswith("cow 2: vm_fault"), "second stop")
child = int(kernel.curproc()["p_pid"])
check(said("tour next").startswith("cow 3: tour_wrote"), "third stop")
same(gdb.newest_frame().name(), "tour_wrote", "in the program")
same(int(kernel.curproc()["p_pid"]), child, "of the child")
same(int(gdb.parse_and_eval("cell.value")), 2, "which has written")
check(said("tour next").startswith("cow 4"), "fourth stop")
check(said("tour next").startswith("cow 5"), "last stop")
check("over" in said("tour next"), "the end")
done()
