"""
Programs of /bin by what they print and how they end, on our own kernel, in
one boot.  Rows as in test_sh_host.py, but the output is a regular expression
and the script cannot run anywhere else.
"""

import re

from conftest import HANG, built, complain, qemu
from test_sh_kernel import STEP

# (script, regular expression of the output, exit status)
TABLE = [
    # kill -l
    ("/bin/kill -l 9 137 TERM sigint hup", "KILL\nKILL\n15\n2\n1\n", 0),
    ("/bin/kill -l | head -n 1", r" +1 HUP +2 INT +3 QUIT .*\n", 0),
    ("/bin/kill -l 0 200 NOPE 9", "KILL\n", 1),
    ("sleep 9 & /bin/kill -s SIGKILL $!; wait $!", "", 137),
    ("sleep 9 & /bin/kill -1 $!; wait $!", "", 129),
    ("/bin/kill -NOPE 1", "", 2),
    # renice
    ("sleep 9 & renice 5 $!; renice -n -2 -p $!; ps -lp $! | tail -n 1 | "
     "while read p pp g u n pri ni rest; do echo $pri $ni; done; kill $!",
     "103 3\n", 0),
    ("renice -n 30 $$; nice", "20\n", 0),
    ("set -m; sleep 9 & renice 7 -g $!; nice; ps -lp $! | grep -c ' 7 '; "
     "kill $!", "0\n1\n", 0),
    ("su guest -c 'sleep 9 & renice 4 -u guest; renice 3 $!; "
     "renice 4 $!; renice 9 1; nice; kill $!'", "4\n", 0),
    ("renice 4 -u nobody-here; renice 4 99999 $$; echo $?; nice",
     "1\n4\n", 0),
    ("renice", "", 2),
    ("renice 3", "", 2),
    ("renice x 1", "", 2),
    # timeout
    ("timeout 5 echo in time", "in time\n", 0),
    ("timeout 5 sh -c 'exit 3'", "", 3),
    ("timeout 0.1 sleep 9", "", 124),
    ("timeout 0 sleep 0.1 && echo no limit", "no limit\n", 0),
    ("timeout .1s sleep 9; timeout 0.002m sleep 9; echo $?", "124\n", 0),
    ("timeout -p 0.1 sleep 9", "", 143),
    ("timeout -ps INT 0.1 sleep 9", "", 130),
    ("timeout -s KILL 0.1 sleep 9", "", 137),
    ("timeout 0.2 sh -c 'trap \"echo got; exit 5\" TERM; "
     "while :; do sleep 0.05; done'", "got\n", 124),
    ("timeout -k 0.3 0.2 sh -c 'trap \"\" TERM; while :; do sleep 0.1; "
     "echo on; done'", "(on\n){3,4}", 137),
    ("timeout -fk 0.3 0.2 sh -c 'trap \"\" TERM; exec sleep 9'", "", 137),
    ("timeout 9 sh -c 'kill -USR1 $$'", "", 158),
    # the children too, and with -f only the command
    ("timeout 0.2 sh -c 'sleep 77; :'; sleep 0.1; pstree | grep -c 'sleep'",
     "0\n", 1),
    ("timeout -f 0.2 sh -c 'sleep 78; :'; sleep 0.1; "
     "ps | grep -c '[0-9] sleep 78'; "
     "ps | grep '[0-9] sleep 78' | (read p r; kill $p)", "1\n", 0),
    # signals for us are for the command; who is stopped is continued
    ("timeout 9 sleep 8 & sleep 0.1; kill $!; wait $!", "", 143),
    ("timeout 0.3 sh -c 'kill -STOP $$'", "", 124),
    ("timeout 5 /no/such", "", 127),
    ("timeout 5 /tmp", "", 126),
    ("timeout", "", 125),
    ("timeout 5", "", 125),
    ("timeout x true", "", 125),
    ("timeout -s NOPE 5 true", "", 125),
    # sysctl
    ("sysctl -d kern.hz vm.loadavg", "kern.hz: clock ticks a second\n"
     "vm.loadavg: LWPs .*\n", 0),
    ("sysctl -nd kern.hz", "clock ticks a second\n", 0),
    ("sysctl -d kern.no kern.proc.all", "", 1),
    ("sysctl -d kern.hz=5; sysctl kern.hz", "kern.hz: 100\n", 0),
    ("[ $(sysctl -da | wc -l) -gt 50 ]", "", 0),
    ("uptime", r"up 0:0\d, load: \d\.\d\d \d\.\d\d \d\.\d\d\n", 0),
]


def test_programs(request, image, tmp_path):
    """Every row of the table."""
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
    match = re.search(rf"^@@@ {n} (\d+)\n(.*?)@@@ end\n", said,
                      re.DOTALL | re.MULTILINE)
    if match is None:
        return [f"{script!r}: nothing"]
    if not re.fullmatch(output, match[2]) or int(match[1]) != status:
        return [f"{script!r}: {match[2]!r}, status {match[1]}, "
                f"not {output!r}, status {status}"]
    return []
