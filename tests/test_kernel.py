"""
Self-tests inside the kernel: the test kernel boots with "selftest", runs
every test of tests/kernel, says "@pass NAME" or "@fail NAME file:line:
text" for each, and ends.  One boot; one result for each test.
"""

import re

import pytest

from conftest import HANG, ROOT, built, complain, qemu

# A test is defined by KTEST(name) or listed so that this finds it.
NAMES = sorted({name for p in (ROOT / "tests/kernel").glob("*.c")
                for name in re.findall(r"^KTEST\(\s*\"?([^\",)\s]+)",
                                       p.read_text(), re.M)})


def boot(which):
    machine = qemu.Machine(kernel=built("kernel-test.elf"),
                           initrd=built("rootfs.tar"),
                           append=f"quiet {which} watchdog=1000",
                           icount=True)
    machine.start()
    machine.wait(HANG)
    return machine


@pytest.fixture(scope="module")
def all_selftests():
    machine = boot("selftest")
    yield machine
    machine.close()


@pytest.mark.xdist_group("kernel")
def test_selftests_end(request, all_selftests):
    if all_selftests.died() != "ended":
        complain(request, "the self-tests end", all_selftests.died(),
                 all_selftests)


@pytest.mark.xdist_group("kernel")
@pytest.mark.parametrize("name", NAMES)
def test_kernel(request, all_selftests, name):
    for word, rest in all_selftests.records():
        if rest.split(" ", 1)[0].rstrip(":") != name:
            continue
        if word == "pass":
            return
        if word == "fail":
            complain(request, "the test passes", rest, all_selftests)
    complain(request, f"a record of {name}", "none", all_selftests)
