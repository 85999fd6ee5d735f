#!/usr/bin/env python3
"""replay.py -- make record and make replay: a run that can be had again.

    replay.py record --build DIR --initrd ARCHIVE --command TEXT --run FILE
              [--mem N] [--cpu NAME] [--gdb NAME]
    replay.py replay --build DIR --initrd ARCHIVE --run FILE [--gdb NAME]
              [-- GDB-ARGUMENTS]

record: runs one command on the deterministic machine up to its first
        failure, or its end, and writes down what is needed to come there
        again: not what happened, for that follows from the build.
replay: GDB at that failure or end, at the same instruction.  From another
        build the run would be another one: that is refused.

A build is known by what the machine is given: what the kernel's file loads
and the archive.  Debug information is not in it, so that a clone in another
folder is the same build.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile

import gdbrun
import mkimage
import qemu

FORMAT = 1
FIELDS = {"format": int, "command": str, "kernel": str, "archives": list,
          "append": str, "mem": int, "cpu": str, "icount": str, "build": str,
          "commit": str, "qemu": str, "end": str, "count": int}
MACHINE_FAILED = 125
RECORD = "make record CMD='forkdemo 3' [RUN=file]"


class Refused(Exception):
    """Why this cannot be recorded or replayed, for a person."""


def read_bytes(path):
    with open(path, "rb") as f:
        return f.read()


def build_of(kernel, image):
    """One word for all that the machine runs."""
    h = hashlib.sha256(mkimage.strip_elf(read_bytes(kernel)))
    h.update(read_bytes(image))
    return h.hexdigest()[:16]


def qemu_version():
    said = subprocess.run(
        [os.environ.get("QEMU", "qemu-system-x86_64"), "--version"],
        capture_output=True, text=True, check=True).stdout
    return said.split("version ")[-1].split()[0]


def commit():
    """The commit that git has here, for people; the build is what counts."""
    try:
        return subprocess.run(
            ["git", "-C", gdbrun.HERE, "describe", "--always", "--dirty"],
            capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def icount_of(made):
    return made.args[made.args.index("-icount") + 1]


def record(build, initrd, command, kernel="kernel.elf", archives=(),
           append="quiet", mem=256, cpu="max", gdb="gdb", limit=3600,
           aloud=False):
    """
    Run it; what is in the file of the run.  initrd: the first archive;
    archives: names in the folder of the build, for those that follow.
    """
    with tempfile.TemporaryDirectory(prefix="damselfly-") as directory:
        path = os.path.join(build, kernel)
        image = gdbrun.image_with_command(
            [initrd, *(os.path.join(build, a) for a in archives)], command,
            directory)
        found = os.path.join(directory, "end")
        made = gdbrun.machine(path, image, mem, cpu, append)
        args = gdbrun.gdb_arguments(
            gdb, path, made.stub, "pvh_entry",
            ["-ex", f"python __import__('crash').record({found!r})",
             "-ex", "kill"])
        try:
            gdbrun.launch(made)
            if aloud:
                gdbrun.pass_on_serial(made)
            said = gdbrun.unattended(args, limit)
            if not os.path.exists(found):
                raise Refused("nothing is recorded: " + (
                    f"there was no end within {limit} seconds"
                    if said.returncode in (-9, 137) else
                    "GDB failed\n" + qemu.indent(qemu.tail(
                        said.stdout, 20))))
            with open(found) as f:
                end = json.load(f)
            if "error" in end:
                raise Refused(f"nothing is recorded: {end['error']}")
            return {"format": FORMAT, "command": command, "kernel": kernel,
                    "archives": list(archives), "append": append,
                    "mem": mem, "cpu": cpu, "icount": icount_of(made),
                    "build": build_of(path, image), "commit": commit(),
                    "qemu": qemu_version(), **end}
        finally:
            made.close()


def check_place(path):
    """Can the file of a run be written there?  Asked before the run."""
    folder = os.path.dirname(os.path.abspath(path))
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as e:
        raise Refused(f"{path} cannot be written: {e.strerror}")
    if os.path.isdir(path):
        raise Refused(f"{path} is a folder; RUN= names a file")
    if not os.access(path if os.path.exists(path) else folder, os.W_OK):
        raise Refused(f"{path} cannot be written: no permission")


def write_run(path, run):
    check_place(path)
    with open(path, "w") as f:
        json.dump(run, f, indent=1)
        f.write("\n")


def read_run(path):
    damaged = f"{path} is not the file of a run, or it is damaged"
    try:
        with open(path) as f:
            run = json.load(f)
    except FileNotFoundError:
        raise Refused(f"{path}: there is no such file; {RECORD} makes one")
    except OSError as e:
        raise Refused(f"{path} cannot be read: {e.strerror}")
    except ValueError:
        raise Refused(damaged)
    if not isinstance(run, dict) or any(
            not isinstance(run.get(k), t) for k, t in FIELDS.items()):
        raise Refused(damaged)
    if run["format"] != FORMAT:
        raise Refused(f"{path} is of format {run['format']}; we read {FORMAT}")
    for name in [run["kernel"], *run["archives"]]:
        if os.path.basename(str(name)) != name:
            raise Refused(f"{path} names a file outside of the build: {name}")
    return run


def prepare(run, build, initrd, directory):
    """(kernel, image), if they are those of the run."""
    kernel = os.path.join(build, run["kernel"])
    archives = [initrd, *(os.path.join(build, a) for a in run["archives"])]
    for path in (kernel, *archives):
        if not os.path.exists(path):
            raise Refused(f"{path} is not built")
    image = gdbrun.image_with_command(archives, run["command"], directory)
    mine = build_of(kernel, image)
    if mine != run["build"]:
        raise Refused(
            f"recorded with build {run['build']}, but this one is {mine}.\n"
            "Another kernel or other programs would run another way: build "
            f"commit {run['commit']},\nfrom which it was recorded, with the "
            "same compiler.")
    if qemu_version() != run["qemu"]:
        raise Refused(f"recorded with QEMU {run['qemu']}, but this one is "
                      f"{qemu_version()}: it may count otherwise.")
    return kernel, image


def replay(run, build, initrd, gdb="gdb", rest=(), batch=False):
    """GDB at the end of the run; its status, or what it said if batch."""
    with tempfile.TemporaryDirectory(prefix="damselfly-") as directory:
        kernel, image = prepare(run, build, initrd, directory)
        made = gdbrun.machine(kernel, image, run["mem"], run["cpu"],
                              run["append"])
        if icount_of(made) != run["icount"]:
            made.close()
            raise Refused(f"recorded with -icount {run['icount']}, but now "
                          f"it is {icount_of(made)}")
        args = gdbrun.gdb_arguments(
            gdb, kernel, made.stub, "pvh_entry",
            ["-ex", "python __import__('crash').replay("
             f"{run['end']!r}, {run['count']})", *rest])
        try:
            gdbrun.launch(made)
            if not batch:
                gdbrun.pass_on_serial(made)
                return gdbrun.run_in_foreground(args)
            return gdbrun.unattended([*args, "-ex", "kill"], 600).stdout
        finally:
            made.close()


def main():
    p = argparse.ArgumentParser()
    p.add_argument("mode", choices=("record", "replay"))
    p.add_argument("--build", required=True)
    p.add_argument("--initrd", required=True)
    p.add_argument("--run", required=True)
    p.add_argument("--command", default="")
    p.add_argument("--gdb", default="gdb")
    p.add_argument("--mem", type=int, default=256)
    p.add_argument("--cpu", default="max")
    words = sys.argv[1:]
    cut = words.index("--") if "--" in words else len(words)
    args = p.parse_args(words[:cut])
    try:
        if not args.run:
            raise Refused(f"which run? make {args.mode} ... RUN=file")
        if args.mode == "replay":
            sys.exit(replay(read_run(args.run), args.build, args.initrd,
                            args.gdb, words[cut + 1:]))
        if not args.command.strip():
            raise Refused(f"what is to be recorded? {RECORD}")
        check_place(args.run)
        run = record(args.build, args.initrd, args.command, mem=args.mem,
                     cpu=args.cpu, gdb=args.gdb, aloud=True)
        write_run(args.run, run)
        print(f"{args.run}: {run['end']}\n"
              f"instruction {run['count']:,} of build {run['build']}; "
              f"make replay RUN={args.run} goes there")
    except Refused as e:
        print(e, file=sys.stderr)
        sys.exit(MACHINE_FAILED)


if __name__ == "__main__":
    main()
