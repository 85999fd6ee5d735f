"""
No silent death: a test kernel that is told to crash (boot option crash=WAY,
arch/x86_64/crash.c) says what happened in words, with registers and a
backtrace that names function, file and line, and ends with the panic status.
"""

import re

import pytest

from conftest import built, complain, qemu

TRAP = r"Exception in the kernel: {}.*rip [0-9a-f]{{16}}.*cr2 [0-9a-f]{{16}}.*"
WAYS = {
    "null": TRAP.format("page fault")
    + r"the kernel read address 0x8, the page of null pointers\n"
    + r".*crash_null\+\S+ \(arch/x86_64/crash\.c:\d+\)\n"
    + r".*crash_if_asked\+.*kmain\+",
    "div": TRAP.format("divide error") + r"divided by zero.*"
    r"crash_div\+\S+ \(arch/x86_64/crash\.c:\d+\)",
    "stack": TRAP.format("double fault")
    + r"kernel stack overflow: thread \S+ at rsp.*"
    r"crash_deeper\S*\+\S+ \(arch/x86_64/crash\.c:\d+\).*and \d+ more",
    "assert": r"arch/x86_64/crash\.c:\d+: zero is 0, on purpose "
    r"\(zero == 1 does not hold\).*"
    r"crash_assert\+\S+ \(arch/x86_64/crash\.c:\d+\)",
    "jump": TRAP.format("page fault") + r"the kernel jumped to address 0x1000"
    r".*crash_if_asked\+\S+ \(arch/x86_64/crash\.c:\d+\)",
    "write": TRAP.format("page fault") + r"the kernel wrote to address \S+ "
    r"which is read-only.*crash_write\+\S+ \(arch/x86_64/crash\.c:\d+\)",
    "df": TRAP.format("double fault")
    + r"could not be delivered.*crash_df\+\S+ \(arch/x86_64/crash\.c:\d+\)",
    "ubsan": r"arch/x86_64/crash\.c:\d+: undefined behaviour: index 4 of .*"
    r"crash_ubsan\+\S+ \(arch/x86_64/crash\.c:\d+\)",
}


@pytest.mark.parametrize("way", WAYS)
def test_crash(request, way):
    with qemu.Machine(kernel=built("kernel-test.elf"), icount=True,
                      append=f"crash={way}") as machine:
        machine.wait(60)
        said = machine.serial.decode(errors="replace")
        if machine.died() != "panic":
            complain(request, "a panic", machine.died(), machine)
        if not re.search(WAYS[way], said, re.S):
            complain(request, WAYS[way], said)
        if [word for word, _ in machine.records()] != ["panic"]:
            complain(request, "one record: panic", machine.debug())
