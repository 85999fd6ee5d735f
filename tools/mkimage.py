#!/usr/bin/env python3
"""mkimage.py -- the archive that becomes the root file system.

    mkimage.py OUT [--base ARCHIVE]... [--folders] [--tree DIR=DEST]...
               [--file SOURCE=DEST]... [--text DEST=STRING]...

OUT is a ustar archive: the --base archives one after another, then one of
everything else.  The kernel's reader skips the zero blocks between them; a
later file replaces an earlier one.  The same input makes the same bytes:
names are sorted, all but home directories is root's, and time stands still.
Programs go in without their debug information; gdb reads the originals.
"""

import argparse
import io
import os
import struct
import tarfile

MTIME = 1704067200              # 2024-01-01, the day our test clock starts
# Folders that git cannot keep because they are empty, and their modes.
FOLDERS = {"bin": 0o755, "dev": 0o755, "etc": 0o755, "home": 0o755,
           "home/student": 0o755, "home/guest": 0o755,
           "root": 0o755, "tmp": 0o1777, "usr": 0o755, "usr/bin": 0o755}
# What does not belong to root, by path: user and group (etc/passwd).
OWNERS = {"home/student": (1000, 1000), "home/guest": (1001, 1001)}
# Programs that run as their owner, whoever calls them.
SETUID = {"bin/su"}


def strip_elf(data):
    """Cut what no segment loads: sections, symbols, debug information."""
    if data[:5] != b"\x7fELF\x02":
        return data
    phoff, = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    end = phoff + size * count
    for i in range(count):
        offset, = struct.unpack_from("<Q", data, phoff + i * size + 8)
        filesz, = struct.unpack_from("<Q", data, phoff + i * size + 32)
        end = max(end, offset + filesz)
    data = bytearray(data[:end])
    struct.pack_into("<Q", data, 40, 0)
    struct.pack_into("<HHH", data, 58, 0, 0, 0)
    return bytes(data)


def entry(name, kind, mode):
    info = tarfile.TarInfo(name)
    info.type, info.mode, info.mtime = kind, mode, MTIME
    info.uid, info.gid = OWNERS.get(name, (0, 0))
    if name in SETUID:
        info.mode |= 0o4000
    return info


def read_file(path):
    with open(path, "rb") as f:
        return f.read()


def collect(args):
    """{name in the image: (TarInfo, contents or None)}"""
    found = {}

    def folder(name):
        name = name.strip("/")
        if name and name not in found:
            folder(os.path.dirname(name))
            found[name] = (entry(name, tarfile.DIRTYPE,
                                 FOLDERS.get(name, 0o755)), None)

    def add(name, data, mode):
        name = name.strip("/")
        folder(os.path.dirname(name))
        info = entry(name, tarfile.REGTYPE, mode)
        info.size = len(data)
        found[name] = (info, data)

    if args.folders:
        for name in FOLDERS:
            folder(name)
    for tree in args.tree:
        top, dest = tree.split("=", 1)
        for path, dirs, files in os.walk(top):
            rel = os.path.relpath(path, top)
            here = os.path.normpath(os.path.join(dest, rel)).strip("/.")
            folder(here)
            for name in files:
                source = os.path.join(path, name)
                if name == ".gitkeep":
                    continue
                mode = 0o755 if os.access(source, os.X_OK) else 0o644
                add(os.path.join(here, name), read_file(source), mode)
    for spec in args.file:
        source, dest = spec.rsplit("=", 1)
        data = strip_elf(read_file(source))
        add(dest, data, 0o755 if data[:4] == b"\x7fELF" else 0o644)
    for spec in args.text:
        dest, text = spec.split("=", 1)
        add(dest, text.encode(), 0o644)
    return found


def main():
    p = argparse.ArgumentParser()
    p.add_argument("out")
    p.add_argument("--base", action="append", default=[])
    p.add_argument("--folders", action="store_true")
    p.add_argument("--tree", action="append", default=[])
    p.add_argument("--file", action="append", default=[])
    p.add_argument("--text", action="append", default=[])
    args = p.parse_args()
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w",
                      format=tarfile.USTAR_FORMAT) as tar:
        found = collect(args)
        for name in sorted(found):
            info, data = found[name]
            tar.addfile(info, io.BytesIO(data) if data is not None else None)
    temporary = args.out + ".new"
    with open(temporary, "wb") as f:
        for base in args.base:
            f.write(read_file(base))
        f.write(archive.getvalue())
    os.replace(temporary, args.out)


if __name__ == "__main__":
    main()
