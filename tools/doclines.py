#!/usr/bin/env python3
"""doclines.py -- lines in docs/ that name a function and its place.

A table row with `function` in one cell and path:line in a later one is a
promise that the function is defined on that line.  Without arguments every
promise of docs/*.md is checked; --write renews the numbers.  Definitions are
found as "name(" at the start of a line in C, "name:" in assembly.
"""

import glob
import re
import sys

ROW = re.compile(r"^\|.*?`(\w+)`.*?\|\s*([\w./]+\.(?:c|asm)):(\d+)\s*\|")


def definition(path, name):
    """The line number of name's definition in path, or 0."""
    pattern = rf"^{name}:" if path.endswith(".asm") else rf"^{name}\("
    with open(path, encoding="utf-8") as source:
        for number, line in enumerate(source, 1):
            if re.match(pattern, line):
                return number
    return 0


def main():
    write = "--write" in sys.argv[1:]
    wrong = promises = 0
    for doc in sorted(glob.glob("docs/*.md")):
        with open(doc, encoding="utf-8") as source:
            lines = source.read().split("\n")
        for i, line in enumerate(lines):
            match = ROW.match(line)
            if not match:
                continue
            promises += 1
            name, path, said = match.group(1), match.group(2), match.group(3)
            try:
                found = definition(path, name)
            except OSError:
                found = 0
            if found == int(said):
                continue
            if write and found:
                lines[i] = line.replace(f"{path}:{said}", f"{path}:{found}")
                continue
            wrong += 1
            where = f"line {found}" if found else "nowhere in that file"
            print(f"{doc}:{i + 1}: `{name}` is said to be at {path}:{said}, "
                  f"it is {where} (make doc-lines)")
        if write:
            with open(doc, "w", encoding="utf-8") as target:
                target.write("\n".join(lines))
    if promises == 0:
        print("docs/: no row names a function and its place")
        return 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
