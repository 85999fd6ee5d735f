"""
The machine itself: amounts of memory, kinds of cpu, both compilers' kernels,
by direct (PVH) boot, which takes a fraction of a second.
"""

import re

import pytest

from conftest import HANG, built, complain, qemu, run_command

SCRIPT = ("n=0; for i in $(seq 20); do /bin/true && n=$((n+1)); done\n"
          "echo $n | cat | grep 20 > /tmp/n && exit 3\n")


def boot(request, image, directory="", kernel="kernel.elf", **how):
    # The files of one compiler belong together.
    base = image(directory + "rootfs.tar", text={"etc/exec": SCRIPT})
    machine = qemu.Machine(kernel=built(directory + kernel), initrd=base,
                           append="quiet watchdog=1000", **how)
    status = run_command(request, machine)
    if status != 3:
        complain(request, "the script ends with 3", f"status {status}")


@pytest.mark.parametrize("mem", [48, 64, 128, 1024, 3500, 4096, 8192])
def test_memory(request, image, mem):
    boot(request, image, mem=mem, icount=True)


@pytest.mark.parametrize("cpu", ["qemu64", "max", "Nehalem"])
def test_cpu(request, image, cpu):
    boot(request, image, cpu=cpu, icount=True)


def test_kernel_of_clang(request, image):
    boot(request, image, directory="clang/", icount=True)


def test_test_kernel(request, image):
    boot(request, image, kernel="kernel-test.elf", icount=True)


def test_real_time(request, image):
    """Without -icount, as people run it."""
    boot(request, image)


def test_too_little_memory(request):
    """8 MiB: a message that says so, on the console, and an end."""
    machine = qemu.Machine(kernel=built("kernel.elf"),
                           initrd=built("rootfs.tar"), mem=8)
    with machine:
        machine.wait(120)
        said = machine.serial.decode(errors="replace") + machine.debug()
        if not re.search(r"(memory|RAM)", said):
            complain(request, "a message about memory", machine.died(),
                     machine)
        if machine.died() not in ("panic", "ended"):
            complain(request, "a clean end", machine.died(), machine)


def test_same_run_twice(request, image):
    """Under -icount two runs of one image are one run."""
    text = {"etc/exec": "for i in 1 2 3; do date; ps; done; free\n"}
    base = image("rootfs.tar", text=text)
    said = []
    for _ in range(2):
        machine = qemu.Machine(kernel=built("kernel.elf"), initrd=base,
                               append="quiet", icount=True)
        with machine:
            machine.wait(HANG)
            said.append(machine.serial.decode(errors="replace"))
            if machine.died() != "ended":
                complain(request, "an end", machine.died(), machine)
    if said[0] != said[1]:
        complain(request, repr(said[0]), repr(said[1]))
