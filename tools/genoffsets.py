#!/usr/bin/env python3
"""genoffsets.py -- offsets of C structures, for nasm.

arch/x86_64/asm_offsets.c is compiled to assembly, never linked.  Its macro
OFFSET(NAME, value) leaves the text "@NAME value" in it, whichever compiler
it was; this program turns each such text into one line for nasm.

    genoffsets.py asm_offsets.s asm_offsets.inc
"""

import re
import sys

RECORD = re.compile(r'"@([A-Za-z_][A-Za-z_0-9]*) \$?(-?[0-9]+)"')


def main():
    source, target = sys.argv[1:3]
    found = {}
    with open(source) as f:
        for name, value in RECORD.findall(f.read()):
            if found.setdefault(name, value) != value:
                sys.exit(f"genoffsets.py: {name} has two values, "
                         f"{found[name]} and {value}")
    if not found:
        sys.exit(f"genoffsets.py: no OFFSET(NAME, value) found in {source}")
    with open(target, "w") as f:
        f.write("; Generated from arch/x86_64/asm_offsets.c: do not edit.\n")
        for name, value in found.items():
            f.write(f"%define {name} {value}\n")


if __name__ == "__main__":
    main()
