"""moments.py -- a moment of the machine: its number, kept, had again.

The machine counts its instructions (-icount), so that a moment has a number
that is the same in every run.  GDB does not show it and the monitor neither:
QEMU tells it among the states of its devices.  Both that and the snapshots
go over a line of our own, beside the stub (tools/gdbrun.py opens it).

    open_line       None if this machine has none: not deterministic
    count           instructions executed so far; clocks: and the time
    keep, fetch, drop     a snapshot, by its name
    run_for         let the machine go on for a while

Only memory, cpu and devices come back.  What was printed stays printed.

An instruction takes 1 ns of the machine's time.  While it idles its clock
jumps to the next event, and QEMU takes a stop in GDB for that too: behind
each stop, but not behind a single step, the next tick is due at once.  So
two runs are the same if they stop at the same places.

A pause that comes from outside costs the machine nothing; but it comes
anywhere.
"""

import json
import os
import socket
import struct
import subprocess

import gdb

SUFFIX = ".qmp"                 # the line's name, after the stub's
STATE = b"\x0ctimer/icount"     # QEMU's clocks, in its own format
_line = None


class Line:
    """QEMU's own protocol: one command, one answer."""

    def __init__(self, stub):
        self.path = stub + SUFFIX
        self.state = stub + ".state"
        self.rest = b""
        self.asked = 0
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(120)
        self.socket.connect(self.path)
        self.message()
        self.ask("qmp_capabilities")

    def message(self):
        while b"\n" not in self.rest:
            data = self.socket.recv(1 << 16)
            if not data:
                raise OSError("QEMU has ended")
            self.rest += data
        one, _, self.rest = self.rest.partition(b"\n")
        return json.loads(one)

    def ask(self, command, **arguments):
        """Its answer; answers to others, and events, are passed over."""
        self.asked += 1
        text = json.dumps({"execute": command, "arguments": arguments,
                           "id": self.asked})
        self.socket.sendall(text.encode() + b"\n")
        while True:
            message = self.message()
            if message.get("id") != self.asked:
                continue
            if "error" in message:
                raise OSError(message["error"].get("desc", "no reason"))
            return message["return"]

    def monitor(self, command):
        """A command that says nothing unless it fails."""
        said = self.ask("human-monitor-command",
                        **{"command-line": command}).strip()
        if said:
            raise OSError(f"{command}: {said}")


def stub():
    """The path of the socket that GDB is connected to, or None."""
    connection = gdb.selected_inferior().connection
    if connection is None or connection.type != "remote":
        return None
    return os.path.realpath(connection.details)


def open_line():
    """The line to this machine, or None if it has none."""
    global _line
    path = stub()
    if path is None or not os.path.exists(path + SUFFIX):
        return None
    if _line is None or _line.path != path + SUFFIX:
        _line = Line(path)
    return _line


def clocks():
    """(how far the machine's clock is, in ns; instructions executed)."""
    line = open_line()
    # live=False: QEMU goes on to own its disks.
    line.ask("xen-save-devices-state", filename=line.state, live=False)
    with open(line.state, "rb") as f:
        data = f.read()
    os.unlink(line.state)
    at = data.find(STATE)
    if at < 0:
        raise OSError("this QEMU does not tell its instruction counter")
    # A version; how far the clock is before the counter; the counter.
    _, ahead, counter = struct.unpack_from(">Iqq", data, at + len(STATE))
    return ahead + counter, counter


def count():
    """How many instructions the machine has executed."""
    return clocks()[1]


def keep(name):
    open_line().monitor(f"savevm {name}")


def drop(name):
    open_line().monitor(f"delvm {name}")


def fetch(name):
    """The machine is as it was.  GDB finds out what it knew is over."""
    open_line().monitor(f"loadvm {name}")
    gdb.execute("maintenance flush register-cache", to_string=True)
    gdb.execute("maintenance flush dcache", to_string=True)


def run_for(seconds):
    """
    Let the machine go on for about so long, in the time of the person who
    waits; True if nothing else has stopped it before.
    """
    line, signals = open_line(), []

    def stopped(event):
        signals.append(getattr(event, "stop_signal", None))

    # GDB waits for the machine and lets no Python run: a shell must do it.
    # Again and again, for a breakpoint may just be looked at: then there is
    # nothing to pause, and GDB goes on.
    pause = json.dumps({"execute": "stop"})
    with subprocess.Popen(
            ["sh", "-c", f"while sleep {seconds}; do echo '{pause}'; done"],
            stdout=line.socket) as shell:
        gdb.events.stop.connect(stopped)
        try:
            gdb.execute("continue", to_string=True)
        finally:
            gdb.events.stop.disconnect(stopped)
            shell.kill()
    line.ask("query-status")    # and all of these have been heard
    return signals[-1:] == ["SIGINT"]
