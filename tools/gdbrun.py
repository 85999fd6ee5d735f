#!/usr/bin/env python3
"""gdbrun.py -- a machine under GDB: make gdb, make gdb-attach, tests.

    gdbrun.py gdb    --kernel K --initrd ARCHIVE [--command TEXT]
                     [--gdb NAME] [--mem N] [--cpu NAME] [-- GDB-ARGUMENTS]
    gdbrun.py attach --kernel K --socket PATH [--gdb NAME] [-- ...]
    gdbrun.py tours  --kernel K --initrd ARCHIVE --command 'fork cow ...'
    gdbrun.py serve  --kernel K --initrd ARCHIVE --socket PATH ...

gdb:    a machine that is stopped before its first instruction, and GDB on
        this terminal, at the kernel's first instruction.
attach: GDB for a machine that runs already (make run GDB=1).
tours:  prints these tours, without anybody.
serve:  the machine alone, for a front end that starts GDB itself; it ends
        when its input does or QEMU ends.

The machine is deterministic: one cpu, time is counted in instructions, the
clock begins at a fixed date, and no input comes from outside.  machine()
and gdb_arguments() are for other tools that debug the same machine.
"""

import argparse
import os
import re
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time

import qemu

HERE = os.path.dirname(os.path.abspath(__file__))
COMMANDS = os.path.join(HERE, "gdb", "damselfly.py")


QUIET = "python gdb.execute({!r}, to_string=True)"


def stub_arguments(socket, stopped=True):
    """QEMU's: open the stub on a Unix socket; stopped: wait for GDB."""
    for left in (socket, socket + ".qmp"):
        if os.path.exists(left):
            os.unlink(left)
    return ["-chardev", f"socket,id=gdb,path={socket},server=on,wait=off",
            "-gdb", "chardev:gdb", *(["-S"] if stopped else [])]


def make_empty_disk(path):
    """A qcow2 image of 1 MiB that has nothing in it but room for snapshots."""
    cluster = 1 << 16
    header = struct.pack(
        ">4sIQIIQIIQQIIQ", b"QFI\xfb", 2,
        0, 0,                           # based on no other image
        16, 1 << 20, 0,                 # bits of a cluster; size; plain
        1, 3 * cluster,                 # table of the data: one entry
        1 * cluster, 1,                 # table of the counts: one cluster
        0, 0)                           # no snapshots yet
    counts = struct.pack(">Q", 2 * cluster)
    used = struct.pack(">4H", 1, 1, 1, 1)
    with open(path, "wb") as f:
        for part in (header, counts, used, b""):
            f.write(part.ljust(cluster, b"\0"))


def machine(kernel, initrd, mem=256, cpu="max", append="quiet", extra=(),
            stub=None):
    """
    A deterministic machine that waits for GDB at machine.stub.  Beside it
    is the line by which GDB keeps moments (tools/gdb/moments.py), on a disk
    that the kernel does not see.
    """
    made = qemu.Machine(kernel=kernel, initrd=initrd, append=append,
                        mem=mem, cpu=cpu, icount=True, extra=extra)
    made.stub = stub or os.path.join(made.directory, "gdb")
    line = os.path.realpath(made.stub) + ".qmp"
    disk = os.path.join(made.directory, "moments")
    make_empty_disk(disk)
    made.args += [
        "-drive", f"if=none,id=moments,format=qcow2,file={disk}",
        "-qmp", f"unix:{line},server=on,wait=off",
        *stub_arguments(made.stub)]
    return made


def image_with_command(archives, command, directory):
    """The archives one after another, and the command in /etc/exec."""
    image = os.path.join(directory, "image.tar")
    bases = [word for a in archives for word in ("--base", a)]
    subprocess.run([sys.executable, os.path.join(HERE, "mkimage.py"), image,
                    *bases, "--text", f"etc/exec={command}\n"], check=True)
    return image


def gdb_arguments(gdb, kernel, socket, start=None, extra=()):
    """
    GDB with our commands, connected; whatever the user's .gdbinit says.
    start: run up to that function first.
    """
    # The file after the settings: an architecture that a .gdbinit fixed
    # would make GDB read it wrongly.
    args = [gdb, "-q", "-iex", "set debuginfod enabled off",
            "-ex", QUIET.format("set architecture auto"),
            "-ex", f'file "{kernel}"',
            "-x", COMMANDS, "-ex", f"target remote {socket}"]
    if start:
        args += ["-ex", f"thbreak *{start}", "-ex", "continue"]
    return args + list(extra)


# ------------------------------------------------------ the user's GDB

def run_in_foreground(args):
    """
    GDB gets the terminal for itself, so that ^C stops the machine and
    reaches neither make nor us.
    """
    if not os.isatty(0):
        return subprocess.run(args, check=False).returncode
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)

    def take_terminal():
        os.setpgrp()
        os.tcsetpgrp(0, os.getpgrp())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)

    try:
        return subprocess.run(args, preexec_fn=take_terminal,
                              check=False).returncode
    finally:
        os.tcsetpgrp(0, os.getpgrp())


def pass_on_serial(made):
    """What the machine prints, on this terminal."""
    def sink(data):
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()

    def pump():
        try:
            while made.pump(0.5, sink):
                pass
        except (ValueError, OSError):
            pass                # the machine was closed

    thread = threading.Thread(target=pump, daemon=True)
    thread.start()
    return thread


def launch(made):
    """Start it away from the terminal's ^C; on return the stub listens."""
    made.process = subprocess.Popen(
        made.args, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, start_new_session=True)
    os.set_blocking(made.process.stdout.fileno(), False)
    while not made.qmp("query-status"):
        if made.process.poll() is not None:
            sys.exit("QEMU did not start:\n"
                     + made.process.stderr.read().decode(errors="replace"))
        time.sleep(0.05)
    return made


def debug(args):
    with tempfile.TemporaryDirectory(prefix="damselfly-") as directory:
        image = args.initrd
        if args.command:
            image = image_with_command([args.initrd], args.command,
                                       directory)
        made = machine(args.kernel, image, args.mem, args.cpu,
                       stub=args.socket)
        try:
            launch(made)
            pass_on_serial(made)
            if args.mode == "serve":
                print(f"waiting for GDB at {made.stub}", flush=True)
                return made.process.wait()
            return run_in_foreground(gdb_arguments(
                args.gdb, args.kernel, made.stub, "pvh_entry", args.rest))
        finally:
            made.close()


# ------------------------------------------------------ GDB by itself

def unattended(args, limit, env=None, said=None):
    """
    GDB without a person, its output and errors as one text.  said: what a
    person would type; without it only the arguments count.
    """
    if said is None:
        args = [args[0], "-batch", *args[1:]]
    # GDB that waits for a machine that runs heeds only KILL.
    return subprocess.run(
        ["timeout", "-s", "KILL", str(limit), *args], env=env,
        input=said or "", stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace", check=False)


def tour_output(made, gdb, kernel, tours, env=None, limit=600):
    """What tour --print says about these tours, one after another."""
    args = gdb_arguments(gdb, kernel, made.stub, "pvh_entry")
    for name in tours:
        args += ["-ex", "echo @tour\\n", "-ex", f"tour --print {name}",
                 "-ex", "echo @end\\n"]
    args += ["-ex", "kill"]     # it would run on, and end, while we detach
    text = unattended(args, limit, env).stdout
    if text.count("@end\n") != len(tours) or \
            re.search("Error occurred|tour:", text):
        raise SystemExit("the tour did not come to its end:\n" + text)
    return "".join(part.split("@end\n")[0]
                   for part in text.split("@tour\n")[1:])


def print_tours(args):
    """Every tour on a machine of its own, without a person."""
    with tempfile.TemporaryDirectory(prefix="damselfly-") as directory:
        for name in args.command.split():
            image = image_with_command([args.initrd], f"tourdemo {name}",
                                       directory)
            made = machine(args.kernel, image, args.mem, args.cpu)
            try:
                launch(made)
                print(tour_output(made, args.gdb, args.kernel, [name]),
                      end="", flush=True)
            finally:
                made.close()
    return 0


def attach(args):
    if not os.path.exists(args.socket):
        sys.exit(f"{args.socket}: no machine waits there; start one with "
                 "make run GDB=1 in another terminal.")
    return run_in_foreground(gdb_arguments(args.gdb, args.kernel,
                                           args.socket, None, args.rest))


def main():
    p = argparse.ArgumentParser()
    p.add_argument("mode", choices=("gdb", "attach", "serve", "tours"))
    p.add_argument("--kernel", required=True)
    p.add_argument("--initrd")
    p.add_argument("--command", default="")
    p.add_argument("--socket")
    p.add_argument("--gdb", default="gdb")
    p.add_argument("--mem", type=int, default=256)
    p.add_argument("--cpu", default="max")
    words = sys.argv[1:]
    cut = words.index("--") if "--" in words else len(words)
    args = p.parse_args(words[:cut])
    args.rest = words[cut + 1:]
    way = {"attach": attach, "tours": print_tours}.get(args.mode, debug)
    sys.exit(way(args))


if __name__ == "__main__":
    main()
