"""
Job control of the shell, typed on a pseudo terminal of the host.

The same shell that test_sh_host.py builds; here its standard input is a
terminal, so it is interactive, and ^C and ^Z do what they do.
test_shell.py types the same session on our own kernel.
"""
import os
import pty
import re
import select
import signal
import termios
import time

import pytest

# pylint: disable-next=unused-import
from test_sh_host import moments, shell  # noqa: F401

PROMPT = "$ "
LIMIT = 20      # seconds until we no longer believe that it will answer


class Typist:
    """A person at a terminal that runs the shell."""

    def __init__(self, path, more=None):
        self.said = ""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execve(path, ["sh"], {
                "PATH": os.environ["PATH"], "PS1": PROMPT,
                "ASAN_OPTIONS": "detect_leaks=0"} | (more or {}))

    def close(self):
        """The line is cut."""
        os.close(self.fd)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    def expect(self, pattern):
        """What was said up to and with the pattern, which is taken away."""
        end = time.monotonic() + LIMIT
        while (match := re.search(pattern, self.said, re.M)) is None:
            assert time.monotonic() < end, (pattern, self.said)
            if select.select([self.fd], [], [], 1)[0]:
                try:
                    data = os.read(self.fd, 4096)
                except OSError:
                    data = b""
                assert data, (pattern, self.said)
                self.said += data.decode().replace("\r", "")
        text = self.said[:match.end()]
        self.said = self.said[match.end():]
        return text

    def send(self, keys):
        """Keys, as they are."""
        os.write(self.fd, keys.encode())

    def run(self, line):
        """The output of one line, up to the next prompt."""
        self.send(line + "\n")
        return self.expect(r"^\$ $").partition("\n")[2].removesuffix(PROMPT)


@pytest.fixture(name="sh")
def typist(shell):  # noqa: F811 pylint: disable=redefined-outer-name
    """A shell that has shown its prompt."""
    person = Typist(shell)
    person.expect(r"^\$ $")
    yield person
    person.close()


def start(sh, line):
    """Start a job that says `go` when it has the terminal."""
    sh.send(f"sh -c 'echo g\"\"o; exec {line}'\n")
    sh.expect(r"^go$")


def test_interrupt(sh):
    """^C ends the job, not the shell; at the prompt it drops the line."""
    start(sh, "sleep 99")
    sh.send("\x03")
    sh.expect(r"\$ $")
    assert sh.run("echo $?") == "130\n"
    sh.send("echo rubbish\x03")
    sh.expect(r"\^C(\n)?\$ $")
    assert sh.run("echo $?") == "130\n"
    assert sh.run("echo fine") == "fine\n"


# pylint: disable-next=redefined-outer-name
def test_interrupt_before_the_read(shell, moments):  # noqa: F811
    """^C between the prompt and its read: a new prompt comes at once."""
    person = Typist(shell, moments | {"MOMENT": "interrupt"})
    person.expect(r"^\$ (\n)?\$ $")
    assert person.run("echo $?") == "130\n"
    person.close()


# pylint: disable-next=redefined-outer-name
def test_fg_speaks_late(shell, moments):  # noqa: F811
    """Whoever has read what fg says may type ^C: it is for the job."""
    person = Typist(shell, moments | {"MOMENT": "front"})
    person.expect(r"^\$ $")
    person.run("sleep 99 &")
    person.send("fg\n")
    assert "somebody else" in person.expect(r"^sleep 99\n\[front: .*\]\n")
    person.send("\x03")
    person.expect(r"\$ $")
    person.close()


# pylint: disable-next=redefined-outer-name
def test_stop_right_behind_fg(shell, moments):  # noqa: F811
    """... or ^Z: whether the job ran or was stopped, it stops."""
    person = Typist(shell, moments | {"MOMENT": "stop"})
    person.expect(r"^\$ $")
    person.run("sleep 99 &")
    for _ in range(2):
        assert "Stopped sleep 99" in person.run("fg")
    person.run("kill %1; wait %1")
    person.close()


# pylint: disable-next=redefined-outer-name
@pytest.mark.parametrize("sig", [
    signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGTSTP,
    signal.SIGTTIN, signal.SIGUSR1])
def test_signal_to_a_newborn(shell, moments, sig):  # noqa: F811
    """A child's signal is the child's, however early it comes."""
    person = Typist(shell, moments | {"MOMENT": "newborn",
                                      "NEWBORN": str(int(sig))})
    person.expect(r"^\$ $")
    person.run("trap : USR1")
    person.run("sleep 99")
    assert person.run("echo $?") == f"{128 + sig}\n"
    person.close()


def test_interrupt_of_builtins(sh):
    """A loop without any program, and wait and read, can be left."""
    for line in ("while :; do :; done", "sleep 99 & wait", "read x"):
        sh.send(line + "\n")
        time.sleep(0.2)
        sh.send("\x03")
        sh.expect(r"^.*\$ $")
        assert sh.run("echo $?") == "130\n"


def test_stop_and_go(sh):
    """^Z, jobs, bg, fg, kill: the life of one job."""
    start(sh, "sleep 99")
    sh.send("\x1a")
    assert "[1]+ Stopped sh -c 'echo g\"\"o; exec sleep 99'" in \
        sh.expect(r"^\$ $")
    assert sh.run("echo $?") == f"{128 + signal.SIGTSTP}\n"
    assert sh.run("bg") == "[1] sh -c 'echo g\"\"o; exec sleep 99' &\n"
    assert "Running" in sh.run("jobs")
    assert re.search(r"^\[1\]\+ \d+ Running", sh.run("jobs -l"))
    assert re.fullmatch(r"\d+\n", sh.run("jobs -p"))
    sh.send("fg\n")
    sh.expect("^sh -c")
    sh.send("\x1a")
    sh.expect(r"^\$ $")
    sh.run("kill %1; wait %1")
    assert sh.run("jobs") == ""


def test_two_jobs(sh):
    """%+ and %-, and messages before the prompt."""
    sh.run("sleep 98 &")
    sh.run("sleep 99 &")
    assert sh.run("jobs") == ("[1]- Running sleep 98 &\n"
                              "[2]+ Running sleep 99 &\n")
    sh.run("kill -STOP %1; wait %1")
    assert sh.run("jobs %+") == "[1]+ Stopped(STOP) sleep 98\n"
    assert "[2]  Killed(KILL) sleep 99" in \
        sh.run("kill -KILL %2; sleep 1").replace("-", " ")
    sh.run("kill %1; wait")


def test_background_reader_stops(sh):
    """A job that reads from the terminal in the background is stopped."""
    sh.run("cat &")
    assert "[1]+ Stopped(TTIN) cat" in sh.run("wait %1")
    sh.send("%1\n")
    sh.expect("^cat$")
    sh.send("hello\n\x04")
    assert "hello\nhello\n" in sh.expect(r"^\$ $")


def test_raw_terminal_is_mended(sh):
    """Settings of a job that is stopped or killed do not stay."""
    before = termios.tcgetattr(sh.fd)
    sh.send("sh -c 'stty raw -echo; echo g\"\"o; kill -STOP $$; "
            "stty -a | grep -c -e -icanon; kill -KILL $$'\n")
    sh.expect(r"^ *go")
    sh.expect(r"Stopped\(STOP\)")
    sh.expect(r"^\$ $")
    assert termios.tcgetattr(sh.fd) == before
    assert sh.run("fg").split("\n")[1].strip() == "1"
    assert termios.tcgetattr(sh.fd) == before
    sh.run("stty -echo")
    assert not termios.tcgetattr(sh.fd)[3] & termios.ECHO


def test_exit_warns_once(sh):
    """The first exit with a stopped job is refused, the second not."""
    start(sh, "sleep 99")
    sh.send("\x1a")
    sh.expect(r"^\$ $")
    assert "there are stopped jobs" in sh.run("exit")
    assert sh.run("echo still") == "still\n"
    sh.send("\x04")
    sh.expect("stopped jobs\n")
    sh.expect(r"^\$ $")
    sh.send("exit 7\n")
    assert os.waitstatus_to_exitcode(os.waitpid(sh.pid, 0)[1]) == 7
    sh.pid, sh.fd = pty.fork()          # for close()
    if sh.pid == 0:
        signal.pause()


def test_traps_at_the_prompt(sh):
    """A trap for INT runs at once; a new prompt follows."""
    sh.run("trap 'echo caught' INT")
    sh.send("rubbish\x03")
    sh.expect(r"caught$")
    sh.expect(r"^\$ $")
    assert sh.run("echo fine") == "fine\n"


def test_substitution_is_interrupted(sh):
    """^C ends what $(...) runs and the command around it."""
    sh.send("echo x$(echo g\"\"o >&2; sleep 99)y\n")
    sh.expect(r"^go$")
    sh.send("\x03")
    assert "xy" not in sh.expect(r"\$ $")


def test_shell_in_a_shell(sh):
    """An inner shell has jobs of its own and gives the terminal back."""
    sh.send("/proc/$$/exe\n")
    sh.expect(r"^\$ $")
    start(sh, "sleep 99")
    sh.send("\x1a")
    sh.expect(r"Stopped")
    sh.expect(r"^\$ $")
    sh.send("kill %1; wait; exit\n")
    sh.expect(r"^\$ $")
    assert sh.run("jobs; echo outer") == "outer\n"
