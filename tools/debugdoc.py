#!/usr/bin/env python3
"""debugdoc.py -- the sessions in docs/debugging.md, typed again.

    debugdoc.py --write --build DIR DOC
    debugdoc.py --check --build DIR DOC

A document says which machines it is about, and to which of them a block of
code belongs.  Blocks of one machine are one session, from top to bottom:

    <!-- machine zoo: kernel.elf rootfs.tar gdb.tar, /tests/zoo -->

    <!-- gdb zoo
    break-in zoo zoo_ready              what is typed before, and not shown
    -->
    ```text
    (gdb) continue
    ... what GDB says

machine: files of the build, words for the kernel, and behind a comma the
command that the machine runs.  A block behind "<!-- shell -->" is typed into
a shell; the (gdb) lines in it go to the GDB that the line before starts.  A
session that cannot be run here has "<!-- not run: why -->" in front.

What GDB says stands in the document as it is, but for the numbers of lines
(of frames left out, of source lines not compared) and for lines longer than
80 columns, which are folded.  Addresses and counts of instructions change
with every build.  So they are compared by where they stand: what is one
number in the document must be one in the machine, and what is two, two.
Unless something else has changed, --write leaves the document alone.  make
debug-doc writes, a test checks.

Another compiler or GDB shows optimised code in other words.  So the document
has the line "<!-- typed with ... -->", and nothing is compared with others.
"""

import argparse
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap

import gdbrun
import replay

WIDTH = 80
MACHINE = re.compile(r"^<!-- machine (\w+): ([^,]+), (.*) -->$", re.M)
BLOCK = re.compile(r"^<!-- (gdb \w+|shell)\s(.*?)-->\n```text\n(.*?)^```$",
                   re.S | re.M)
FENCED = re.compile(r"((?:^<!--[^`]*-->\n)?)^ *```\w*\n(.*?)^ *```$",
                    re.S | re.M)
TYPED = re.compile(r"^\s*(\(gdb\)|\$) (.*)", re.M)
TOOLS = re.compile(r"^<!-- typed with (.*) -->$", re.M)
PROMPT = "(gdb) "
# From here on a number in hexadecimal is an address, or might be.
ADDRESS = 0x100000
NUMBER = re.compile(
    r" *(0x[0-9a-f]+"                   # an address, or a small number
    r"|\b[0-9a-f]{12}\b|\b[0-9a-f]{16}\b"       # one of a range; a build
    r"|\b\d{1,3}(?:,\d{3}){2,}|\b\d{7,}\b"      # instructions
    r"|(?<=\(number )\d+|(?<=commit )[\w-]+)")
# Not compared: the number of a source line; of a stop, for how many back-to
# leaves on its way is chance; of ticks, which come a little earlier or later.
LEFT_OUT = re.compile(r"^\d+ {4,}|(?<=^\[stop )\d+ of \d+|\d+(?= ticks)",
                      re.M)
# What is another in the next run, or after the next commit; and what instead.
CHANCE = [(r"(\.c|\.h|\.asm|Makefile):\d+", r"\1"),       # a line
          (r"\S*/damselfly-\w{8}/", "/tmp/damselfly/"),
          (r"-dirty\b", ""),
          (r"^  [A-Z]+ +[\w./-]+\n", "")]      # what make builds meanwhile
LIMIT = 600                     # seconds after which something hangs


class Failed(Exception):
    """A session that did not come to its end, for a person."""


# -------------------------------------------------- what GDB says

def folded(line):
    """Cut where it reads well: not within "<optimized out>" or "at file"."""
    line = re.sub(r"(<optimized|at) (?=out>|\S+$)", r"\1\0", line)
    return "\n".join(textwrap.wrap(
        line, WIDTH, subsequent_indent=" " * 8, break_long_words=False,
        break_on_hyphens=False, replace_whitespace=False)).replace("\0", " ")


def shown(text):
    """As it stands in the document."""
    for what, instead in CHANCE:
        text = re.sub(what, instead, text, flags=re.M)
    lines = [folded(line.expandtabs(8).rstrip()) + "\n"
             for line in text.splitlines()]
    return "".join(lines)


def tools(build):
    """What decides in which words things are said."""
    with open(os.path.join(build, "kernel.elf"), "rb") as f:
        gcc, clang = re.search(
            rb"GNU C\d+ (\d+\.\d+)|clang version (\d+)", f.read()).groups()
    gdb = subprocess.run(["gdb", "--version"], capture_output=True, text=True,
                         check=True).stdout.splitlines()[0].split()[-1]
    compiler = f"gcc {gcc.decode()}" if gcc else f"clang {clang.decode()}"
    emulator = ".".join(replay.qemu_version().split(".")[:2])
    return f"{compiler}, gdb {gdb}, QEMU {emulator}"


def type_to_gdb(args, commands, env):
    """What GDB says to each."""
    text = gdbrun.unattended(args, LIMIT, env,
                             "".join(c + "\n" for c in [*commands, "kill"])
                             ).stdout
    parts = text.split(PROMPT)
    # One in front of each command, and of kill.
    if len(parts) < len(commands) + 2:
        raise Failed("GDB did not come to the end of this:\n"
                     + "\n".join(commands) + "\nIt said:\n" + text)
    return parts[0], parts[1:len(commands) + 1]


def run_machine(build, words, command, typed, env):
    """A session in GDB on a machine of its own."""
    kernel = next(w for w in words if w.endswith(".elf"))
    archives = [w for w in words if w.endswith(".tar")]
    append = [w for w in words if w not in (kernel, *archives)]
    kernel = os.path.join(build, kernel)
    with tempfile.TemporaryDirectory(prefix="damselfly-") as directory:
        made = gdbrun.machine(
            kernel, gdbrun.image_with_command(
                [os.path.join(build, a) for a in archives], command,
                directory), append=" ".join(["quiet", *append]))
        try:
            gdbrun.launch(made)
            return type_to_gdb(
                gdbrun.gdb_arguments("gdb", kernel, made.stub, "pvh_entry"),
                typed, env)[1]
        finally:
            made.close()


def run_shell(build, lines, env):
    """
    What a person's terminal shows.  lines: [("$" or "(gdb)", command)].
    The user's own last run is not touched.
    """
    run, said = os.path.join(env["HOME"], "last.run"), []
    env = {k: v for k, v in env.items() if k not in ("PROGS", "MEM", "CPU")
           and not k.startswith(("MAKE", "MFLAGS"))}
    env.update(B=build, RUN=run, MAKEFLAGS="s")
    while lines:
        command, typed = lines[0][1], []
        lines = lines[1:]
        while lines and lines[0][0] == "(gdb)":
            typed.append(lines.pop(0)[1])
        args = ["sh", "-c", command.replace("build/last.run", run)]
        if typed:
            first, answers = type_to_gdb(args, typed, env)
        else:
            first, answers = gdbrun.unattended(args, LIMIT, env, "").stdout, []
        said += [first, *answers]
    return [text.replace(run, "build/last.run") for text in said]


# -------------------------------------------------- the document

class Block:
    """A session as the document has it: who, what is typed, all of it."""

    def __init__(self, match):
        self.who, hidden, self.text = match.groups()
        self.span = match.span(3)
        self.hidden = [line for line in map(str.strip, hidden.splitlines())
                       if line]
        self.typed = TYPED.findall(self.text)


def answers(text, build):
    """{machine or "shell": what is said to each line of its blocks}"""
    said = {}
    machines = {f"gdb {name}": (words.split(), command)
                for name, words, command in MACHINE.findall(text)}
    blocks = [Block(m) for m in BLOCK.finditer(text)]
    with tempfile.TemporaryDirectory(prefix="damselfly-") as home:
        # The page has a width of its own.
        with open(os.path.join(home, ".gdbinit"), "w") as f:
            f.write("set width 0\nset height 0\n")
        env = dict(os.environ, HOME=home, TERM="dumb", LC_ALL="C")
        env.pop("XDG_CONFIG_HOME", None)
        for who in dict.fromkeys(b.who for b in blocks):
            mine = [b for b in blocks if b.who == who]
            if who == "shell":
                lines = [line for b in mine for line in b.typed]
                parts = run_shell(build, lines, env)
            elif who in machines:
                commands = [c for b in mine for c in
                            b.hidden + [command for _, command in b.typed]]
                parts = run_machine(build, *machines[who], commands, env)
            else:
                raise Failed(f"{who}: there is no such machine")
            said[who] = [part.replace(f"{build}/", "build/")
                         for part in parts]
    return said


def renewed(text, said):
    """(the document as it should be, what is different)"""
    new, end, wrong, names = [], 0, list(unmarked(text)), {}
    rest = {who: iter(parts) for who, parts in said.items()}
    for block in map(Block, BLOCK.finditer(text)):
        for _ in block.hidden:
            next(rest[block.who])
        now = "".join(f"{prompt} {command}\n" + shown(next(rest[block.who]))
                      for prompt, command in block.typed)
        different = difference(block.text, now,
                               names.setdefault(block.who, ({}, {})))
        if different:
            first = block.typed[0] if block.typed else ("", "nothing typed")
            wrong.append(f"{block.who}, {' '.join(first)}:\n{different}")
        new += [text[end:block.span[0]], now]
        end = block.span[1]
    return "".join(new) + text[end:], wrong


def difference(old, new, names):
    """
    None if both say the same, whatever the numbers are.  names: the numbers
    that have been found to stand for each other, both ways.
    """
    numbers = []

    def hide(match):
        word = match[1].replace(",", "")
        if word.startswith("0x") or len(word) in (12, 16):
            if int(word, 16) < ADDRESS:
                return match[0]
            word = hex(int(word, 16))
        numbers[-1].append(word)
        return " NUMBER"

    texts = []
    for text in (old, new):
        numbers.append([])
        texts.append(NUMBER.sub(hide, LEFT_OUT.sub("", text)))
    if texts[0] != texts[1]:
        return "".join(difflib.unified_diff(
            *(text.splitlines(True) for text in texts), "the document",
            "GDB", n=1))
    for a, b in zip(*numbers):
        if names[0].setdefault(a, b) != b:
            return (f"where the document has {a} GDB says {b}, and "
                    f"{names[0][a]} elsewhere\n")
        if names[1].setdefault(b, a) != a:
            return (f"where the document has {a}, and {names[1][b]} "
                    f"elsewhere, GDB says {b}\n")
    return None


def unmarked(text):
    """Sessions that nobody runs, and no word why."""
    run = {m.start(3) for m in BLOCK.finditer(text)}
    for m in FENCED.finditer(text):
        first = TYPED.search(m[2])
        if first and m.start(2) not in run and "not run: " not in m[1]:
            yield f"{first[0]}: who runs this session?"


def main():
    p = argparse.ArgumentParser()
    way = p.add_mutually_exclusive_group(required=True)
    way.add_argument("--write", action="store_true")
    way.add_argument("--check", action="store_true")
    p.add_argument("--build", default="build")
    p.add_argument("doc", type=pathlib.Path)
    args = p.parse_args()
    text = args.doc.read_text()
    mine = tools(args.build)
    try:
        new, wrong = renewed(text, answers(text, args.build))
    except Failed as e:
        sys.exit(f"{args.doc}: {e}")
    if not TOOLS.search(text) or TOOLS.search(text)[1] != mine:
        wrong.append(f"it was not typed with {mine}")
    if args.write and wrong:
        args.doc.write_text(TOOLS.sub(f"<!-- typed with {mine} -->", new))
        wrong = list(unmarked(new))
    if wrong:
        sys.exit("\n".join(wrong) + "\nmake debug-doc renews them")


if __name__ == "__main__":
    main()
