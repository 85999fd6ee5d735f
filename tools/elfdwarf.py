"""elfdwarf.py -- as much of ELF and DWARF as our tools need.

Read by tools/gensymtab.py and by the tests.  No library, because a bare
machine has none.

    Elf(path)      sections and symbols of an ELF64 file
    lines(elf)     [(address, file, line)] of .debug_line, versions 2 to 5;
                   line 0 ends a stretch
"""

import os
import struct
from collections import namedtuple

Section = namedtuple("Section", "name type flags addr offset size link")
Symbol = namedtuple("Symbol", "name value size type bind shndx")

STT_NOTYPE, STT_OBJECT, STT_FUNC = 0, 1, 2
SHT_NOBITS = 8


def cstring(data, at):
    return data[at:data.index(b"\0", at)].decode()


class Elf:
    def __init__(self, path):
        with open(path, "rb") as f:
            self.data = f.read()
        if self.data[:5] != b"\x7fELF\x02":
            raise ValueError(f"{path} is not an ELF64 file")
        self.entry, = struct.unpack_from("<Q", self.data, 24)
        shoff, = struct.unpack_from("<Q", self.data, 40)
        size, count, names = struct.unpack_from("<HHH", self.data, 58)
        raw = [struct.unpack_from("<IIQQQQII", self.data, shoff + i * size)
               for i in range(count)]
        strings = self.data[raw[names][4]:]
        self.sections = [Section(cstring(strings, r[0]), *r[1:7])
                         for r in raw]

    def section(self, name):
        for s in self.sections:
            if s.name == name:
                return s
        return None

    def contents(self, name):
        s = self.section(name)
        if s is None or s.type == SHT_NOBITS:
            return b""
        return self.data[s.offset:s.offset + s.size]

    def symbols(self):
        table = self.contents(".symtab")
        strings = self.contents(".strtab")
        for at in range(0, len(table), 24):
            name, info, _, shndx, value, size = struct.unpack_from(
                "<IBBHQQ", table, at)
            yield Symbol(cstring(strings, name), value, size, info & 15,
                         info >> 4, shndx)


class Reader:
    """A place in some bytes, and the ways to read on from there."""

    def __init__(self, data, at=0):
        self.data, self.at = data, at

    def fixed(self, fmt):
        value, = struct.unpack_from("<" + fmt, self.data, self.at)
        self.at += struct.calcsize("<" + fmt)
        return value

    def string(self):
        text = cstring(self.data, self.at)
        self.at = self.data.index(b"\0", self.at) + 1
        return text

    def uleb(self):
        value = shift = 0
        while True:
            byte = self.fixed("B")
            value |= (byte & 0x7f) << shift
            shift += 7
            if not byte & 0x80:
                return value

    def sleb(self):
        start = self.at
        value = self.uleb()
        bits = 7 * (self.at - start)
        return value - (1 << bits) if value >> (bits - 1) & 1 else value


def _entry_table(r, elf, wide):
    """A version 5 table of directories or files: [(path, directory)]."""
    formats = [(r.uleb(), r.uleb()) for _ in range(r.fixed("B"))]
    table = []
    for _ in range(r.uleb()):
        path, directory = "", 0
        for content, form in formats:
            if form == 0x08:                            # string
                value = r.string()
            elif form in (0x0e, 0x1f):                  # strp, line_strp
                section = ".debug_str" if form == 0x0e else ".debug_line_str"
                value = cstring(elf.contents(section),
                                r.fixed("Q" if wide else "I"))
            elif form == 0x0b:
                value = r.fixed("B")
            elif form == 0x05:
                value = r.fixed("H")
            elif form == 0x0f:
                value = r.uleb()
            elif form == 0x1e:                          # data16: a checksum
                r.at += 16
                value = None
            else:
                raise ValueError(f"DWARF form {form:#x} is not understood")
            if content == 1:
                path = value
            elif content == 2:
                directory = value
        table.append((path, directory))
    return table


def _old_tables(r):
    """The same of versions 2 to 4; entry 0 of both is the compiler's."""
    dirs = [(".", 0)]
    while r.data[r.at]:
        dirs.append((r.string(), 0))
    r.at += 1
    files = [("?", 0)]
    while r.data[r.at]:
        files.append((r.string(), r.uleb()))
        r.uleb()
        r.uleb()
    r.at += 1
    return dirs, files


def _run(r, end, program, names):
    """Run one line-number program; yields its rows."""
    min_length, line_base, line_range, opcode_base, lengths = program
    address, file, line = 0, 1, 1
    while r.at < end:
        op = r.fixed("B")
        if op >= opcode_base:
            op -= opcode_base
            address += op // line_range * min_length
            line += line_base + op % line_range
            yield address, names(file), line
        elif op == 0:                                   # extended
            length = r.uleb()
            after = r.at + length
            sub = r.fixed("B")
            if sub == 1:
                yield address, names(file), 0
                address, file, line = 0, 1, 1
            elif sub == 2:
                address = r.fixed("Q" if length == 9 else "I")
            r.at = after
        elif op == 1:
            yield address, names(file), line
        elif op == 2:
            address += r.uleb() * min_length
        elif op == 3:
            line += r.sleb()
        elif op == 4:
            file = r.uleb()
        elif op == 8:
            address += (255 - opcode_base) // line_range * min_length
        elif op == 9:
            address += r.fixed("H")
        else:
            for _ in range(lengths[op - 1]):
                r.uleb()


def lines(elf):
    """All rows of the line table, unit after unit."""
    r = Reader(elf.contents(".debug_line"))
    while r.at < len(r.data):
        wide = False
        length = r.fixed("I")
        if length == 0xffffffff:
            wide, length = True, r.fixed("Q")
        end = r.at + length
        version = r.fixed("H")
        if version >= 5:
            r.fixed("H")
        header = r.fixed("Q" if wide else "I")
        start = r.at + header
        min_length = r.fixed("B")
        if version >= 4:
            r.fixed("B")
        r.fixed("B")
        line_base, line_range = r.fixed("b"), r.fixed("B")
        opcode_base = r.fixed("B")
        lengths = [r.fixed("B") for _ in range(opcode_base - 1)]
        if version >= 5:
            dirs = _entry_table(r, elf, wide)
            files = _entry_table(r, elf, wide)
        else:
            dirs, files = _old_tables(r)

        def names(index):
            if index >= len(files):
                return "?"
            path, directory = files[index]
            if directory < len(dirs):
                path = os.path.join(dirs[directory][0], path)
            return os.path.normpath(path)

        r.at = start
        yield from _run(r, end, (min_length, line_base, line_range,
                                 opcode_base, lengths), names)
        r.at = end
