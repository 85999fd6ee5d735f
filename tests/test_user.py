"""
Programs on our own kernel: each program of tests/user gets a machine of its
own, with the test kernel and with time that counts instructions, so that
every failure can be had again.

A program tests/user/NAME.c says what it proves in records on the debug
console: "@pass ID" or "@fail ID file:line: text".  It passes if its machine
ended by itself, the program's status was 0, at least one record is a pass,
none is a fail, and the kernel's last record is that vm_check found nothing.

A line "run: word=value ..." in the first 40 lines of the source changes the
machine:
    mem=MIB         memory (256)
    cpu=NAME        QEMU's cpu (max)
    kernel=release  the kernel that people run, instead of the test kernel
    watchdog=SECONDS  guest seconds without an end that are a hang (1000)
    args=A,B        arguments of the program
    append=A,B      more words for the kernel's command line
"""

import re

import pytest

from conftest import HANG, ROOT, built, complain, qemu

USER = ROOT / "tests/user"
PROGRAMS = sorted(p.stem for p in USER.glob("*.c"))


def settings(name):
    found = {}
    with open(USER / f"{name}.c") as f:
        for _, line in zip(range(40), f):
            match = re.match(r"^[ *]*run:(.*)", line)
            if match:
                found.update(w.split("=", 1) for w in match[1].split())
    return found


@pytest.mark.parametrize("name", PROGRAMS)
def test_user(request, image, name):
    how = settings(name)
    release = how.get("kernel") == "release"
    words = ["quiet", f"watchdog={how.get('watchdog', '1000')}"]
    words += how.get("append", "").replace(",", " ").split()
    command = " ".join([f"/tests/{name}"]
                       + how.get("args", "").replace(",", " ").split())
    machine = qemu.Machine(
        kernel=built("kernel.elf" if release else "kernel-test.elf"),
        initrd=image("rootfs.tar", "tests.tar",
                     text={"etc/exec": command + "\n"}),
        append=" ".join(words), mem=int(how.get("mem", "256")),
        cpu=how.get("cpu", "max"), icount=True)
    with machine:
        machine.wait(HANG)
        records = machine.records()
        fails = [rest for word, rest in records if word == "fail"]
        passes = [rest for word, rest in records if word == "pass"]
        if fails:
            complain(request, "no failure", "; ".join(fails), machine)
        if machine.died() != "ended":
            complain(request, "the machine ends by itself", machine.died(),
                     machine)
        if machine.status() != 0:
            complain(request, "the program ends with 0",
                     f"status {machine.status()}", machine)
        checked = any(p.startswith("vm_check") for p in passes)
        if not checked and not release:
            complain(request, "a record that vm_check passed", "none",
                     machine)
        if not [p for p in passes if not p.startswith("vm_check")]:
            complain(request, "a record that something passed", "none",
                     machine)
