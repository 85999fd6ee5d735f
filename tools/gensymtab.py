#!/usr/bin/env python3
"""gensymtab.py -- the symbol table that lies inside the kernel image.

The kernel's backtraces name function, file and line without any help from
outside.  The image is linked twice: this program reads the first link
(functions from the symbol table, lines from the debug information) and
writes an assembly file; the second link adds it in a section of its own,
behind everything else, so that no address moves.

    gensymtab.py KERNEL1 OUT.asm        write the table
    gensymtab.py --check KERNEL1 KERNEL2  no function or datum has moved

The section is called .symtab_dfly and lies between the linker's symbols
symtab_start and symtab_end (page aligned, read only, 8-byte aligned data).
All numbers are little endian; ADDRESS is the virtual address minus
KERNBASE, 0xffffffff80000000, so that 32 bits are enough.

    header     char     magic[8]      "DFLYSYMS"
               uint32_t nfuncs
               uint32_t nlines
               uint32_t nfiles
               uint32_t strings_size  bytes of strings at the end
    functions  nfuncs * { uint32_t address, uint32_t name }
    lines      nlines * { uint32_t address, uint16_t file, uint16_t line }
    files      nfiles * { uint32_t name }
    strings    NUL-terminated strings, one after another

"name" is an offset from the start of the strings; "file" is an index into
the files.  Functions and lines are sorted by address, no address occurs
twice.  The entry for an address is the last one whose address is <= it.
An entry with an empty name (functions) or with line 0 (lines) says: from
here on nothing is known.  The last entry of both tables is such a one.
Function names of C and of nasm code are alike; file names are relative to
the root of the tree ("kernel/kern_fork.c").  In the first link, and in a
kernel without the table, symtab_start == symtab_end.

For a return address look up address - 1: the call may be the last
instruction of its line, or of its function.
"""

import os
import struct
import sys

import elfdwarf

KERNBASE = 0xffffffff80000000


def functions(elf, start, end):
    """{address: name} of what lies in the text."""
    found = {}
    for s in elf.symbols():
        if not start <= s.value < end or s.shndx in (0, 0xfff1):
            continue
        if s.type == elfdwarf.STT_FUNC:
            rank = 2
        elif s.type == elfdwarf.STT_NOTYPE and s.name[:1] != "." \
                and "." not in s.name:
            rank = 1            # a label of nasm's; its local ones have a dot
        else:
            continue
        rank += s.bind          # a global name is better than a local one
        if rank > found.get(s.value, (0, ""))[0]:
            found[s.value] = (rank, s.name)
    return {address: name for address, (_, name) in found.items()}


def line_table(elf, start, end):
    """[(address, file, line)], sorted, without repetitions."""
    rows = {}
    for address, file, line in elfdwarf.lines(elf):
        if not start <= address < end:
            continue
        if line == 0 and address in rows:
            continue            # the next stretch begins where this one ends
        if os.path.isabs(file):
            file = os.path.relpath(file)
        rows[address] = (file, min(line, 65535))
    table = []
    for address in sorted(rows):
        file, line = rows[address]
        if not table or table[-1][1:] != (file, line):
            table.append((address, file, line))
    return table


def symbol_values(elf):
    return {s.name: s.value for s in elf.symbols()}


def build(elf):
    values = symbol_values(elf)
    start, end = values["text_start"], values["text_end"]
    strings = bytearray(b"\0")
    places = {"": 0}

    def place(text):
        if text not in places:
            places[text] = len(strings)
            strings.extend(text.encode() + b"\0")
        return places[text]

    funcs = sorted(functions(elf, start, end).items()) + [(end, "")]
    lines = line_table(elf, start, end) + [(end, "", 0)]
    files = sorted({file for _, file, line in lines if line})
    index = {file: i for i, file in enumerate(files)}
    out = bytearray()
    for address, name in funcs:
        out += struct.pack("<II", address - KERNBASE, place(name))
    for address, file, line in lines:
        out += struct.pack("<IHH", address - KERNBASE,
                           index[file] if line else 0, line)
    for file in files:
        out += struct.pack("<I", place(file))
    return struct.pack("<8sIIII", b"DFLYSYMS", len(funcs), len(lines),
                       len(files), len(strings)) + out + strings


def check(first, second):
    """Every symbol but those behind the table is where it was."""
    before, after = (symbol_values(elfdwarf.Elf(p)) for p in (first, second))
    behind = ("symtab_end", "kernel_end", "kernel_phys_end")
    moved = [n for n in before if before[n] != after.get(n)
             and n not in behind]
    if moved:
        sys.exit(f"gensymtab.py: adding the symbol table moved {moved[0]} "
                 f"and {len(moved) - 1} others; see linker.ld")


def main():
    if sys.argv[1] == "--check":
        check(*sys.argv[2:4])
        return
    source, target = sys.argv[1:3]
    binary = os.path.splitext(target)[0] + ".bin"
    with open(binary, "wb") as f:
        f.write(build(elfdwarf.Elf(source)))
    with open(target, "w") as f:
        f.write("; Generated by tools/gensymtab.py: do not edit.\n"
                "section .symtab_dfly alloc noexec nowrite progbits align=8\n"
                f'incbin "{binary}"\n'
                "section .note.GNU-stack noalloc noexec nowrite progbits\n")


if __name__ == "__main__":
    main()
