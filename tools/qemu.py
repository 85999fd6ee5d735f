"""qemu.py -- one run of the machine, from the outside.

Used by tools/run.py (make run, make exec) and by the tests.  A Machine is
one QEMU with three lines to it: the serial console (what people read), the
debug console (what the kernel tells its driver, in records that begin with
"@"), and QMP, by which we ask QEMU itself.

A run never ends with a bare "timeout": explain() says what happened, and
for a hang first makes the kernel report every thread (by an NMI).
"""

import json
import os
import re
import selectors
import shutil
import socket
import subprocess
import tempfile
import time

# What QEMU exits with: the value the kernel wrote, doubled, plus one.
ENDED, PANICKED, FAILED = 33, 35, 37

OVMF = (
    ("/usr/share/OVMF/OVMF_CODE.fd", "/usr/share/OVMF/OVMF_VARS.fd"),
    ("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd"),
    ("/usr/share/edk2/ovmf/OVMF_CODE.fd", "/usr/share/edk2/ovmf/OVMF_VARS.fd"),
    ("/usr/share/edk2/x64/OVMF_CODE.4m.fd",
     "/usr/share/edk2/x64/OVMF_VARS.4m.fd"),
    ("/opt/homebrew/share/qemu/edk2-x86_64-code.fd",
     "/opt/homebrew/share/qemu/edk2-i386-vars.fd"),
    ("/usr/local/share/qemu/edk2-x86_64-code.fd",
     "/usr/local/share/qemu/edk2-i386-vars.fd"),
)


def _ovmf_arguments(directory):
    for code, variables in OVMF:
        if os.path.exists(code) and os.path.exists(variables):
            copy = os.path.join(directory, "vars.fd")
            shutil.copy(variables, copy)
            return ["-drive", f"if=pflash,format=raw,readonly=on,file={code}",
                    "-drive", f"if=pflash,format=raw,file={copy}"]
    raise SystemExit("No UEFI firmware (OVMF) found; on Debian it is the "
                     "package ovmf.")


class Machine:
    """
    kernel, initrd, append   direct (PVH) boot; or
    iso, uefi                boot by GRUB
    mem, cpu                 MiB of memory, QEMU's name of the cpu
    icount                   time is counted in instructions: every run of
                             the same image is the same run
    terminal                 the serial console is this terminal (make run);
                             otherwise self.serial collects it
    screen                   show the screen in a window
    debug_exit               the kernel can end QEMU with a status; without
                             it poweroff, reboot and a panic do what they
                             do on a real machine
    """

    def __init__(self, kernel=None, initrd=None, append="", iso=None,
                 uefi=False, mem=256, cpu="max", icount=False,
                 terminal=False, screen=False, debug_exit=True,
                 extra=()):
        self.directory = tempfile.mkdtemp(prefix="damselfly-")
        self.debug_path = os.path.join(self.directory, "debug")
        self.log_path = os.path.join(self.directory, "log")
        self.serial = bytearray()
        self.events = []
        self.nmi_sent = False
        self.hang_registers = ""
        self.alive = False
        self._qmp = None
        self._qmp_rest = b""
        self.process = None
        args = [os.environ.get("QEMU", "qemu-system-x86_64"),
                "-nodefaults", "-machine", "pc", "-accel", "tcg",
                "-vga", "std", "-m", str(mem), "-cpu", cpu,
                "-chardev", f"file,id=dbg,path={self.debug_path}",
                "-device", "isa-debugcon,iobase=0xe9,chardev=dbg",
                "-qmp", f"unix:{self.directory}/qmp,server=on,wait=off",
                "-d", "cpu_reset,guest_errors", "-D", self.log_path,
                "-no-reboot"]
        args += ["-serial", "mon:stdio" if terminal else "stdio"]
        if debug_exit:
            args += ["-device", "isa-debug-exit,iobase=0xf4,iosize=4"]
        if not screen:
            args += ["-display", "none"]
        if icount:
            args += ["-icount", "shift=0,sleep=off",
                     "-rtc", "clock=vm,base=2024-01-01"]
        if iso:
            if uefi:
                args += _ovmf_arguments(self.directory)
            args += ["-cdrom", iso, "-boot", "d"]
        else:
            args += ["-kernel", kernel]
            if initrd:
                args += ["-initrd", initrd]
            if append:
                args += ["-append", append]
        self.args = args + list(extra)
        self.how = {"kernel": kernel, "initrd": initrd, "append": append,
                    "mem": mem, "cpu": cpu, "icount": icount}
        self.terminal = terminal

    # ------------------------------------------------------ start and end

    def start(self):
        pipes = {} if self.terminal else {
            "stdin": subprocess.PIPE, "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE}
        try:
            self.process = subprocess.Popen(self.args, **pipes)
        except FileNotFoundError:
            raise SystemExit(f"{self.args[0]} is not installed; run "
                             "tools/setup.sh run")
        if not self.terminal:
            os.set_blocking(self.process.stdout.fileno(), False)
        return self

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.close()

    def close(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.process and not self.terminal:
            for stream in (self.process.stdin, self.process.stdout,
                           self.process.stderr):
                stream.close()
        if self._qmp:
            self._qmp.close()
        shutil.rmtree(self.directory, ignore_errors=True)

    # ----------------------------------------------------- the serial line

    def pump(self, seconds, sink=None):
        """Read the serial line for at most so long; False at its end."""
        out = self.process.stdout
        with selectors.DefaultSelector() as s:
            s.register(out, selectors.EVENT_READ)
            if not s.select(seconds):
                return True
        data = out.read()
        if data == b"":
            return False
        data = data.replace(b"\r", b"")
        self.serial += data
        if sink:
            sink(data)
        return True

    def wait(self, limit, sink=None):
        """
        Let it run to its end.  True if it ended by itself; after `limit`
        seconds of real time it is taken for hung, reports, and is ended.
        """
        end = time.monotonic() + limit
        while True:
            left = end - time.monotonic()
            if left <= 0:
                self.report_hang()
                return False
            if not self.pump(min(left, 1.0), sink):
                break
        self.process.wait()
        return True

    def expect(self, pattern, limit=120, start=0):
        """
        Wait until the serial line has said `pattern` (a regular expression,
        searched from offset `start`); returns the match.  Raises Unexpected
        if the machine ends or stays silent for too long.
        """
        end = time.monotonic() + limit
        regex = re.compile(pattern.encode(), re.M | re.S)
        while True:
            match = regex.search(self.serial, start)
            if match:
                return match
            left = end - time.monotonic()
            if left <= 0:
                self.report_hang()
                raise Unexpected(self, f"waited {limit} s for {pattern!r}")
            if not self.pump(min(left, 1.0)):
                self.process.wait()
                raise Unexpected(self, f"ended before it said {pattern!r}")

    def send(self, text):
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()

    # ---------------------------------------------------- the debug console

    def debug(self):
        try:
            with open(self.debug_path, "rb") as f:
                return f.read().decode(errors="replace").replace("\r", "")
        except FileNotFoundError:
            return ""

    def records(self):
        """[(word, rest)] of every line that begins with @."""
        found = []
        for line in self.debug().splitlines():
            if line.startswith("@"):
                word, _, rest = line[1:].partition(" ")
                found.append((word, rest))
        return found

    def status(self):
        """What the command of a make exec run ended with, or None."""
        for word, rest in self.records():
            if word == "status":
                return int(rest.split()[0])
        return None

    # ------------------------------------------------------------------ QMP

    def qmp(self, command, **arguments):
        """One command to QEMU; None if QEMU does not answer."""
        try:
            if self._qmp is None:
                self._qmp = socket.socket(socket.AF_UNIX)
                self._qmp.settimeout(20)
                self._qmp.connect(os.path.join(self.directory, "qmp"))
                self._qmp_message()
                self._qmp_command("qmp_capabilities", {})
            return self._qmp_command(command, arguments)
        except (OSError, ValueError):
            self._qmp.close()
            self._qmp, self._qmp_rest = None, b""
            return None

    def _qmp_command(self, command, arguments):
        text = json.dumps({"execute": command, "arguments": arguments})
        self._qmp.sendall(text.encode() + b"\n")
        while True:
            message = self._qmp_message()
            if "event" in message:
                self.events.append(message)
            else:
                return message.get("return", message.get("error"))

    def _qmp_message(self):
        while b"\n" not in self._qmp_rest:
            data = self._qmp.recv(65536)
            if not data:
                raise OSError("QMP ended")
            self._qmp_rest += data
        line, _, self._qmp_rest = self._qmp_rest.partition(b"\n")
        return json.loads(line)

    def shutdown_reason(self):
        """Why QEMU ended, in its own word, if qmp() was used before."""
        try:
            while True:
                self.events.append(self._qmp_message())
        except (OSError, ValueError, AttributeError):
            pass
        for event in self.events:
            if event.get("event") == "SHUTDOWN":
                return event["data"]["reason"]
        return None

    def monitor(self, command):
        return self.qmp("human-monitor-command",
                        **{"command-line": command}) or ""

    # ---------------------------------------------------------- explanations

    def report_hang(self):
        """Ask a machine that makes no progress who waits for what; end it."""
        self.hang_registers = "\n".join(
            line for line in self.monitor("info registers").splitlines()
            if line.strip() and not line.startswith(("FPR", "XMM", "FCW")))
        self.nmi_sent = True
        self.qmp("inject-nmi")
        size, quiet = -1, 0
        while quiet < 4 and self.process.poll() is None:
            time.sleep(0.5)
            now = len(self.debug())
            quiet = quiet + 1 if now == size else 0
            size = now
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        while self.pump(0.1):
            pass

    def triple_fault(self):
        try:
            with open(self.log_path, errors="replace") as f:
                log = f.read()
        except FileNotFoundError:
            return None
        at = log.rfind("Triple fault")
        return log[at:] if at >= 0 else None

    def died(self):
        """One word for how the run ended."""
        if self.nmi_sent:
            return "hang"
        if self.alive or self.process.poll() is None:
            return "running"
        code = self.process.returncode
        if code in (ENDED, PANICKED, FAILED):
            return {ENDED: "ended", PANICKED: "panic", FAILED: "failed"}[code]
        if self.triple_fault():
            return "triple fault"
        if code == 0:
            return "reset"
        return f"qemu {code}"

    def explain(self):
        """What happened, for a person: text of several lines."""
        if self.process.poll() is None:
            self.alive = True
            self.process.kill()
            self.process.wait()
            while self.pump(0.1):
                pass
        how = self.died()
        debug = self.debug()
        said = {
            "ended": "The machine ended by itself.",
            "panic": "The kernel panicked.",
            "failed": "The kernel reported a failed test, or its watchdog "
                      "found no progress.",
            "hang": "No end in sight: the kernel was asked for a report.",
            "triple fault": "The cpu gave up (triple fault): an exception "
                            "while no handler could run.  Its last state:",
            "reset": "The machine was reset.",
            "running": "The machine was still running.",
        }.get(how)
        if said is None:
            said = f"QEMU itself ended with status {self.process.returncode}."
            if not self.terminal:
                said += "\n" + self.process.stderr.read().decode(
                    errors="replace")
        parts = [said]
        if how == "triple fault":
            parts.append(indent(self.triple_fault()))
        if how == "hang" and self.hang_registers:
            parts.append(indent(self.hang_registers))
        if debug.strip():
            parts.append("The debug console said:\n" + indent(tail(debug)))
        serial = self.serial.decode(errors="replace")
        if serial.strip():
            parts.append("The serial console said:\n" + indent(tail(serial)))
        return "\n".join(parts)


class Unexpected(Exception):
    """The machine did not do what its driver waited for."""

    def __init__(self, machine, what):
        super().__init__(f"{what}\n{machine.explain()}"
                         if machine.process.poll() is not None else what)


def indent(text):
    return "\n".join("    " + line for line in text.splitlines())


def tail(text, lines=200):
    all_lines = text.splitlines()
    if len(all_lines) <= lines:
        return text
    return "\n".join([f"... ({len(all_lines) - lines} lines before)"]
                     + all_lines[-lines:])
