#!/usr/bin/env python3
"""check_layers.py -- who may include whom.

An include line says which layer a file knows.  The table below is the rule;
it is explained in docs/ and in every folder's headers:

    lib/   knows nothing         vm/    knows lib/ and kernel/kern.h
    boot/  knows lib/            kernel/ knows lib/ and vm/, never arch/
    arch/  knows them all        user/  knows lib/ and kernel/abi
    tests/ may know anything

Include lines are written from the root.  Prints "file:line: what", and ends
with 1 if there was anything to say.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*[#%]\s*include\s+([<"])([^>"]+)[>"]')
# Headers that the compiler brings along, with or without a system.
FREESTANDING = {"limits.h", "stdarg.h", "stdbool.h", "stddef.h", "stdint.h",
                "stdalign.h", "stdnoreturn.h", "cpuid.h"}
GENERATED = {"sysproto.h", "syscall_nr.h", "asm_offsets.inc"}
ABI = r"kernel/abi(\.h|/\w+\.h)"

# (files, what they may include, in words)
RULES = [
    (r"lib/", r"lib/", "lib/ includes nothing but lib/"),
    (r"boot/", r"(lib|boot)/", "boot/ includes lib/ and boot/"),
    (r"vm/vm_glue\.", r"(lib|vm|kernel)/",
     "vm_glue includes lib/, vm/ and kernel/"),
    (r"vm/", rf"(lib/|vm/|kernel/kern\.h|{ABI})",
     "vm/ includes lib/, vm/, kernel/kern.h and the ABI; what needs a "
     "process belongs into vm_glue.c"),
    (r"kernel/abi", r"kernel/abi", "the ABI includes nothing but the ABI"),
    (r"kernel/", r"(lib|vm|kernel)/",
     "kernel/ includes lib/, vm/ and kernel/; ask the machine through "
     "kernel/machdep.h and vm/pmap.h"),
    (r"arch/", r"(lib|boot|kernel|vm|arch)/", "arch/ includes no user/"),
    (r"user/", rf"(lib/|user/|{ABI})",
     "user/ includes lib/, the ABI and user/"),
]


def check(path):
    name = path.relative_to(ROOT).as_posix()
    rule = next((r for r in RULES if re.match(r[0], name)), None)
    if rule is None:
        return
    for number, line in enumerate(path.read_text().splitlines(), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        kind, target = match.groups()
        where = f"{name}:{number}"
        if kind == "<":
            if not name.startswith("user/") and target not in FREESTANDING:
                yield f"{where}: <{target}> belongs to a system; we are one"
        elif target in GENERATED or target.startswith("gen/"):
            if name.startswith(("lib/", "vm/")):
                yield f"{where}: {rule[2]}"
        elif not (ROOT / target).exists():
            yield (f"{where}: write the include line from the root, with "
                   "its folder")
        elif not re.match(rule[1], target):
            yield f"{where}: {target}: {rule[2]}"


def main():
    wrong = []
    for folder in ("lib", "boot", "vm", "kernel", "arch", "user"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".c", ".h", ".asm", ".inc"):
                wrong += check(path)
    print("\n".join(wrong), end="\n" if wrong else "")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
