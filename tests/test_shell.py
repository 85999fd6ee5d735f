"""
What a person does: boot the ISO, wait for the prompt on the serial line,
type.  Under BIOS and UEFI, with little and with much memory, and with the
kernel of either compiler.
"""

import re

import pytest

from conftest import HANG, ROOT, built, complain, qemu

PROMPT = r"(^|\n)\$ $"


def motd_lines_with_e():
    text = (ROOT / "user/rootfs/etc/motd").read_text()
    return sum("e" in line for line in text.splitlines())


# (what is typed, what it prints, its status)
SESSION = [
    ("cat /etc/motd | grep -c e > /tmp/n; cat /tmp/n",
     f"{motd_lines_with_e()}\n", 0),
    ("sleep 1 & wait", "", 0),
    ("n=0; for i in $(seq 200); do /bin/true && n=$((n+1)); done; echo $n",
     "200\n", 0),
    ("echo deep | " + " | ".join(["cat"] * 9), "deep\n", 0),
    ("echo '#!/bin/sh' > /tmp/s; echo 'echo script $# $2; exit 7' >> /tmp/s",
     "", 0),
    ("chmod 755 /tmp/s; /tmp/s one two", "script 2 two\n", 7),
    ("no_such_program", None, 127),
    ("if [ -d /tmp ]; then echo yes; else echo no; fi", "yes\n", 0),
    ("ls /no/such/file 2> /dev/null", "", 1),
    ("uname", "Damselfly\n", 0),
]


class Session:
    """A shell at the other end of the serial line."""

    def __init__(self, request, machine):
        self.request, self.machine = request, machine
        self.at = 0

    def prompt(self):
        try:
            self.machine.expect(PROMPT, HANG, self.at)
        except qemu.Unexpected as e:
            complain(self.request, "the shell's prompt", e, self.machine)
        self.at = len(self.machine.serial)

    def type(self, command):
        """The output and the status of one line."""
        self.machine.send(command + "; echo =$?=\r")
        try:
            end = self.machine.expect(r"=(\d+)=\n", HANG, self.at)
        except qemu.Unexpected as e:
            complain(self.request, f"{command!r} ends", e, self.machine)
        said = self.machine.serial[self.at:end.start()].decode(
            errors="replace")
        self.at = end.end()
        self.prompt()
        return said.partition("echo =$?=\n")[2], int(end[1])


def run_session(request, machine):
    with machine:
        shell = Session(request, machine)
        shell.prompt()
        for command, output, status in SESSION:
            said, ended = shell.type(command)
            if ended != status or output not in (None, said):
                complain(request,
                         f"{command!r} prints {output!r}, status {status}",
                         f"{said!r}, status {ended}", machine)
        machine.send("poweroff\r")
        machine.wait(HANG)
        if machine.died() != "ended":
            complain(request, "poweroff ends the machine", machine.died(),
                     machine)


@pytest.mark.parametrize("mem", [64, 4096])
@pytest.mark.parametrize("firmware", ["bios", "uefi"])
def test_iso(request, firmware, mem):
    run_session(request, qemu.Machine(iso=built("damselfly.iso"),
                                      uefi=firmware == "uefi", mem=mem))


def test_iso_built_by_clang(request):
    run_session(request, qemu.Machine(iso=built("clang/damselfly.iso")))


def test_keys(request):
    """Backspace and ^U mend a line; ^C ends a program; ^D ends the shell."""
    with qemu.Machine(iso=built("damselfly.iso")) as machine:
        shell = Session(request, machine)
        shell.prompt()
        machine.send("rubbish\x15echo goox\x7fd")
        said, _ = shell.type("")
        # The line was mended before "; echo" was added, so it reads
        # "echo good; echo =$?=".
        if not re.search(r"^good$", said, re.M):
            complain(request, "'good'", repr(said), machine)
        # Once it speaks it has the terminal: a ^C typed before would be
        # the shell's.  (The quotes keep the echo from saying it.)
        machine.send("sh -c 'echo rea\"\"dy; sleep 1000'\r")
        machine.expect(r"^ready$", start=len(machine.serial))
        machine.send("\x03")
        shell.prompt()
        machine.send("\x04")            # init starts a new shell
        shell.prompt()
        said, _ = shell.type("echo again")
        if said != "again\n":
            complain(request, "'again'", repr(said), machine)


def test_job_control(request):
    """^Z, jobs, bg, fg, kill %1, and a trap, as a person types them."""
    with qemu.Machine(iso=built("damselfly.iso")) as machine:
        shell = Session(request, machine)
        shell.prompt()

        def start(line):
            machine.send(f"sh -c 'echo rea\"\"dy; exec {line}'\r")
            machine.expect(r"^ready$", HANG, shell.at)

        def expect(command, output):
            said, _ = shell.type(command)
            if not re.fullmatch(output, said):
                complain(request, f"{command!r} prints {output!r}",
                         repr(said), machine)

        start("sleep 999")
        machine.send("\x1a")
        machine.expect(r"^\[1\]\+ Stopped sh -c", HANG, shell.at)
        shell.prompt()
        expect("jobs", r"\[1\]\+ Stopped sh -c .*\n")
        expect("ps -p $(jobs -p) | grep -c ' T '", "1\n")
        expect("bg %1", r"\[1\] sh -c .* &\n")
        expect("jobs", r"\[1\]\+ Running sh -c .* &\n")
        expect("kill -STOP %1; wait %1; kill -l $?", r"STOP\n")
        machine.send("fg\r")
        machine.expect(r"^sh -c .*sleep 999'$", HANG, shell.at)
        machine.send("\x03")
        shell.prompt()
        expect("echo $?", "130\n")
        expect("cat & wait %1; kill -l $?", "TTIN\n")
        expect("kill %%; wait; jobs", "")
        machine.send("while :; do :; done\r")
        machine.expect(r"done$", HANG, shell.at)
        machine.send("\x03")
        shell.prompt()
        expect("echo $?", "130\n")
        expect("trap 'echo got' USR1; kill -USR1 $$", "got\n")
        expect("ps -jp $$ | tail -n 1 | grep -c 'Ss.*sh'", "1\n")
        expect("pstree -p $$ | head -n 1", r"sh\(\d+\)\n")
        expect("sleep 9 & sleep 9 & pstree $$ | grep -c '2.\\[sleep]'",
               "1\n")
        expect("kill %1 %2; wait; nice -n 5 nice", "5\n")
        expect("kstat -- true 2>&1 | grep -c 'v_forks  .* +1$'", "1\n")
        expect("kstat vm 2> /dev/null || echo $?", "127\n")
        expect("kstat | grep -c v_syscall", "1\n")
        expect("setsid -w sh -c 'ps -jp $$ | tail -n 1 | grep -c Ss'", "1\n")
        expect("setsid -w sh -c ': < /dev/tty' 2> /dev/null || echo none",
               "none\n")
        expect("nohup sh -c 'kill -HUP $$; echo alive' > /tmp/alive; "
               "cat /tmp/alive", "alive\n")
