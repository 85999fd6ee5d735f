#!/usr/bin/env python3
"""run.py -- make run and make exec.

    run.py shell --iso ISO [--uefi] [--mem N] [--cpu NAME] [--screen]
           [--gdb SOCKET]
    run.py exec --kernel K --initrd ARCHIVE [--mem N] [--cpu NAME]
           [--limit SECONDS] [--status-file FILE] --command TEXT

shell: the booted ISO on this terminal; ^A x leaves QEMU.
exec:  one command in the machine; its output is our output and its status
       our status (128 + signal for a death).  125 means that the machine,
       not the command, failed; why is on stderr.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time

import gdbrun
import qemu

HERE = os.path.dirname(os.path.abspath(__file__))
MACHINE_FAILED = 125


def check_memory(args):
    if args.uefi and args.mem < 64:
        sys.exit(f"MEM={args.mem} is too little for UEFI=1: the firmware "
                 "itself hangs below 64 MiB.")


def check_screen(args):
    if not args.screen:
        return
    said = subprocess.run(["qemu-system-x86_64", "-display", "help"],
                          capture_output=True, text=True).stdout.split()
    if not {"gtk", "sdl", "cocoa"} & set(said):
        sys.exit("SCREEN=1: this QEMU can open no window; on Debian install "
                 "qemu-system-gui.")


def shell(args):
    check_memory(args)
    check_screen(args)
    extra = []
    if args.gdb:
        extra = gdbrun.stub_arguments(args.gdb, stopped=False)
        print("make gdb-attach in another terminal debugs this machine.")
    print(f"Booting {os.path.basename(args.iso)} with {args.mem} MiB"
          f"{' under UEFI' if args.uefi else ''}.  ^A x leaves QEMU.",
          flush=True)
    while True:
        machine = qemu.Machine(iso=args.iso, uefi=args.uefi, mem=args.mem,
                               cpu=args.cpu, terminal=True,
                               screen=args.screen, debug_exit=False,
                               extra=extra)
        with machine:
            for _ in range(50):         # its socket needs a moment
                if machine.qmp("query-status"):
                    break
                time.sleep(0.1)
            machine.process.wait()
            how = machine.died()
            if how == "reset":
                if machine.shutdown_reason() == "guest-reset":
                    continue            # the user typed reboot
                return 0                # poweroff, or ^A x
            print("\n" + machine.explain(), file=sys.stderr)
            return MACHINE_FAILED


def execute(args):
    def sink(data):
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()

    with tempfile.TemporaryDirectory(prefix="damselfly-") as directory:
        image = os.path.join(directory, "image.tar")
        subprocess.run(
            [sys.executable, os.path.join(HERE, "mkimage.py"), image,
             "--base", args.initrd, "--text",
             "etc/exec=" + args.command + "\n"], check=True)
        with qemu.Machine(kernel=args.kernel, initrd=image, append="quiet",
                          mem=args.mem, cpu=args.cpu) as machine:
            ended = machine.wait(args.limit, sink)
            status = machine.status()
            if ended and machine.died() == "ended" and status is not None:
                return status
            machine.serial.clear()      # it was passed on already
            sys.stdout.flush()
            print(machine.explain(), file=sys.stderr)
            return MACHINE_FAILED


def main():
    p = argparse.ArgumentParser()
    p.add_argument("mode", choices=("shell", "exec"))
    p.add_argument("--iso")
    p.add_argument("--kernel")
    p.add_argument("--initrd")
    p.add_argument("--uefi", action="store_true")
    p.add_argument("--screen", action="store_true")
    p.add_argument("--gdb")
    p.add_argument("--mem", type=int, default=256)
    p.add_argument("--cpu", default="max")
    p.add_argument("--limit", type=float, default=3600)
    p.add_argument("--status-file")
    p.add_argument("--command", default="true")
    args = p.parse_args()
    status = shell(args) if args.mode == "shell" else execute(args)
    if args.status_file:
        # make can only say "failed": tools/make_status.c passes this on.
        with open(args.status_file, "w") as f:
            f.write(f"{status}\n")
        status = 0
    sys.exit(status)


if __name__ == "__main__":
    main()
