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
