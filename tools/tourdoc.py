#!/usr/bin/env python3
"""tourdoc.py -- the pictures of the tours in the documents.

    tourdoc.py --write DOC... < what make tour-print says
    tourdoc.py --check DOC... < the same

In a document, a block of code behind a line like one of these

    <!-- tour cow -->                       the whole tour, words and pictures
    <!-- tour fork 7 start_forked_proc -->  the picture of one stop

is what the debugger draws from live memory.  --write renews the blocks,
--check says which are no longer so; make tour-doc and a test do that.
"""

import argparse
import pathlib
import re
import sys

HEADING = re.compile(r"^(\w+) (\d): (\w+)$", re.M)
BLOCK = re.compile(r"(<!-- tour ([\w ]+?) -->\n```text\n)(.*?)(^```$)",
                   re.S | re.M)


def blocks(printed):
    """{"cow": whole tour, "fork 7 fork_trampoline": picture, ...}"""
    found, heads = {}, list(HEADING.finditer(printed))
    for n, head in enumerate(heads):
        end = heads[n + 1].start() if n + 1 < len(heads) else len(printed)
        text = printed[head.start():end].rstrip() + "\n"
        found[head[1]] = found.get(head[1], "") + \
            ("\n" if head[1] in found else "") + text
        picture = [line[4:] if line.startswith("    ") else ""
                   for line in text.split("\n\n", 2)[2].splitlines()]
        found[" ".join(head.groups())] = "\n".join(picture) + "\n"
    return found


def renewed(text, found):
    """(the document as it should be, names of blocks that differ)"""
    stale = []

    def one(match):
        want = found.get(match[2])
        if want is None:
            stale.append(f"{match[2]}: there is no such stop")
            return match[0]
        if want != match[3]:
            stale.append(match[2])
        return match[1] + want + match[4]

    return BLOCK.sub(one, text), stale


def main():
    p = argparse.ArgumentParser()
    way = p.add_mutually_exclusive_group(required=True)
    way.add_argument("--write", action="store_true")
    way.add_argument("--check", action="store_true")
    p.add_argument("docs", nargs="+", type=pathlib.Path)
    args = p.parse_args()
    found, wrong = blocks(sys.stdin.read()), []
    for doc in args.docs:
        text, stale = renewed(doc.read_text(), found)
        if args.write:
            doc.write_text(text)
            stale = [name for name in stale if "no such stop" in name]
        wrong += [f"{doc}: {name}" for name in stale]
    if wrong:
        sys.exit("\n".join(wrong) + "\nmake tour-doc renews them")


if __name__ == "__main__":
    main()
