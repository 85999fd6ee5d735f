"""
Keys on the serial line: programs of tests/user that, given an argument, say
"@type XX YY" where they want those characters typed (00: none).  The same
programs type for themselves in test_user.py; here the characters come as
interrupts, at any instruction.
"""

import re

import pytest

from conftest import HANG, built, complain, qemu


@pytest.mark.parametrize("name", ["t-8.16", "t-8.19"])
def test_typed_on_the_serial_line(request, image, name):
    machine = qemu.Machine(
        kernel=built("kernel-test.elf"),
        initrd=image("rootfs.tar", "tests.tar",
                     text={"etc/exec": f"/tests/{name} serial\n"}),
        append="quiet watchdog=1000", icount=True)
    wish = re.compile(rb"^@type (..) (..)\n", re.M)
    at, typed = 0, 0
    with machine:

        def answer(_):
            nonlocal at, typed
            for match in wish.finditer(bytes(machine.serial), at):
                at = match.end()
                keys = (chr(int(code, 16)) for code in match.groups())
                machine.send("".join(key for key in keys if key != "\0"))
                typed += 1

        machine.wait(HANG, answer)
        if machine.died() != "ended" or machine.status() != 0 or typed < 4:
            complain(request, "the program ends with 0",
                     f"{machine.died()}, status {machine.status()}, typed "
                     f"{typed} times: {machine.records()}", machine)


def test_status_line(request, image):
    """^T: each "@line REGEX" of t-status is followed by the line it means."""
    machine = qemu.Machine(
        kernel=built("kernel-test.elf"),
        initrd=image("rootfs.tar", "tests.tar",
                     text={"etc/exec": "/tests/t-status tell\n"}),
        append="quiet watchdog=1000", icount=True)
    with machine:
        machine.wait(HANG)
        said = machine.serial.decode(errors="replace").replace("\r", "")
        wrong, wanted, found = [], [], 0
        for line in said.split("\n"):
            if line.startswith("@line "):
                wanted.append(line.removeprefix("@line "))
            elif line == "@none" and not wanted:
                found += 1
            elif wanted and re.fullmatch(wanted[0], line):
                wanted.pop(0)
                found += 1
            elif not line.startswith("@pass"):
                wrong.append(line)
        wrong = [line for line in wrong if line not in ("", "half a line")]
        if wrong or wanted or found < 20 or machine.status() != 0:
            complain(request, "the lines that t-status tells, no others",
                     f"{wrong}, not {wanted}, after {found}", machine)
