"""
A hang is never a bare "timeout": the kernel's own watchdog (in guest
seconds), and the driver by an NMI, get a report of every thread: what it
waits for and its stack with function, file and line.
"""

import re

import pytest

from conftest import built, complain, qemu

WANTED = [r'@hang thread \S+ "sleep".*asleep',
          r"@hang +waits for ",
          r"@hang +#\d+ sys_nanosleep\+\S+ \(kernel/\w+\.c:\d+\)"]


def check(request, machine, how):
    if machine.died() != how:
        complain(request, f"an end by {how}", machine.died(), machine)
    for wanted in WANTED:
        if not re.search(wanted, machine.debug()):
            complain(request, wanted, "a report without it", machine)


def sleeper(image, words):
    return qemu.Machine(kernel=built("kernel.elf"), append="quiet " + words,
                        initrd=image("rootfs.tar",
                                     text={"etc/exec": "sleep 100000\n"}),
                        icount="watchdog" in words)


def test_watchdog(request, image):
    with sleeper(image, "watchdog=5") as machine:
        machine.wait(300)
        check(request, machine, "failed")


def test_driver_asks(request, image):
    with sleeper(image, "") as machine:
        machine.wait(5)
        check(request, machine, "hang")


@pytest.mark.parametrize("compiler", ["", "clang/"])
def test_symbols(request, compiler):
    """The symbol table in the image says what the linker's says."""
    import elfdwarf
    elf = elfdwarf.Elf(built(compiler + "kernel.elf"))
    table = elf.contents(".symtab_dfly")
    if table[:8] != b"DFLYSYMS":
        complain(request, "a table", table[:8])
    for name in (b"fork1", b"syscall_entry", b"kernel/kern_fork.c"):
        if b"\0" + name + b"\0" not in table:
            complain(request, name, "a table without it")
