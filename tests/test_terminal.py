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
