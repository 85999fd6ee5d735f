"""
The table of test_sh_host.py on our own kernel: the same scripts, the same
outputs, in one boot.  What differs is the kernel, the C library and the
programs of /bin, so whatever fails here and not there is one of those.
"""

import re

from conftest import HANG, built, complain, qemu
from test_sh_host import TABLE

# Script number N runs in a directory of its own.  The first line of what it
# says about it is "@@@ N status"; the output follows, up to "@@@ end".
STEP = """mkdir /tmp/w{n}; cd /tmp/w{n}
sh -c "$(cat /scripts/{n})" 2>/tmp/err </dev/null >/tmp/out
echo "@@@ {n} $?"; cat /tmp/out; echo "@@@ end"; cat /tmp/err
"""


def test_table_on_kernel(request, image, tmp_path):
    scripts = {}
    for n, (script, _, _) in enumerate(TABLE):
        path = tmp_path / str(n)
        path.write_text(script)
        scripts[f"scripts/{n}"] = path
    steps = "HOME=/root; export HOME\n"
    steps += "".join(STEP.format(n=n) for n in range(len(TABLE)))
    machine = qemu.Machine(
        kernel=built("kernel-test.elf"),
        initrd=image("rootfs.tar", files=scripts, text={"etc/exec": steps}),
        append="quiet watchdog=1000", icount=True)
    with machine:
        machine.wait(HANG)
        said = machine.serial.decode(errors="replace").replace("\r", "")
        wrong = [w for n in range(len(TABLE)) for w in compare(n, said)]
        if wrong or machine.died() != "ended":
            complain(request, "what the table says", "\n".join(wrong),
                     machine)


def compare(n, said):
    """What is wrong with script n, in no or one line."""
    script, output, status = TABLE[n]
    if status < 0:
        status = 128 - status
    match = re.search(rf"^@@@ {n} (\d+)\n(.*?)@@@ end\n", said,
                      re.DOTALL | re.MULTILINE)
    if match is None:
        return [f"{script!r}: nothing"]
    if (match[2], int(match[1])) != (output, status):
        return [f"{script!r}: {match[2]!r}, status {match[1]}, "
                f"not {output!r}, status {status}"]
    return []
