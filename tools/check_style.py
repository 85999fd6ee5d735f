#!/usr/bin/env python3
"""check_style.py -- how our code looks, as far as a program can tell.

Prints "file:line: what is wrong; what to do" and ends with 1 if there was
anything.  The reasons are in CONTRIBUTING or docs/; in short: the kernel is
read more than it is run, one function at a time.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = ("boot", "arch", "kernel", "vm", "lib", "user", "tests", "tools")
WIDTH, FUNCTION, FILE = 80, 60, 400
# Ids of the tests, design decisions and steps that code may cite.
ID = re.compile(r"(?<![\w-])(T-\d+\.\d+|D-\d+|S\d{1,2})(?![\w.]*\w)")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def code_of(lines):
    """The lines without comments and strings, for rules about code."""
    text = "\n".join(lines)

    def blank(match):
        return re.sub(r"[^\n]", " ", match[0])

    text = re.sub(r'"(\\.|[^"\\\n])*"|\'(\\.|[^\'\\\n])*\'', blank, text)
    text = re.sub(r"/\*.*?\*/", blank, text, flags=re.S)
    text = re.sub(r"//[^\n]*", blank, text)
    return text.split("\n")


def check_line(line, code, is_c, is_table):
    if len(line.expandtabs(8)) > WIDTH and not is_table:
        yield f"longer than {WIDTH} columns; break the line"
    if line != line.rstrip():
        yield "white space at the end of the line"
    if UNFINISHED.search(line):
        yield "unfinished; finish it, or say in words what is not there"
    if is_c and re.match(r" {8}", line):
        yield "indented by spaces; use tabs"
    if is_c and re.match(r"\s*#\s*if\s+0\b", code):
        yield "code that is switched off; remove it"
    if is_c and re.search(r"(^|[\s;{}])//", line) and "//" not in code \
            and '"' not in line and "*" not in line:
        yield "a // comment; write /* */"
    match = re.match(r"\s*return\b\s*(.*)", code) if is_c else None
    if match and not match[1].startswith(("(", ";")):
        yield "write return (value);"


def functions(code):
    """(first line, last line, header line) of each function, from 0."""
    for at, line in enumerate(code):
        if line.rstrip() != "{":
            continue
        start = at - 1
        while start > 0 and re.match(r"(\s|$)", code[start]):
            start -= 1
        end = at
        while end < len(code) and code[end].rstrip() != "}":
            end += 1
        yield start, end


def check_file(path, defined):
    name = path.relative_to(ROOT).as_posix()
    text = path.read_text()
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    else:
        yield f"{name}:{len(lines)}: no newline at the end of the file"
    is_c = path.suffix in (".c", ".h")
    code = code_of(lines) if is_c else lines
    opening = {".asm": ";", ".inc": ";", ".py": ('"""', "#!"),
               ".sh": "#!"}.get(path.suffix, "/*")
    if lines and not lines[0].startswith(opening):
        yield (f"{name}:1: begin with a comment that says the file's place "
               "in the story")
    if path.suffix == ".c" and len(lines) > FILE \
            and not name.startswith("tests/"):
        yield (f"{name}:{len(lines)}: more than {FILE} lines; split it "
               "where a step has a name")
    for number, (line, plain) in enumerate(zip(lines, code), 1):
        for wrong in check_line(line, plain, is_c,
                                path.suffix == ".sh"):
            yield f"{name}:{number}: {wrong}"
        for cited in ID.findall(line):
            if cited not in defined:
                yield (f"{name}:{number}: {cited} is not defined in docs/; "
                       "write down there what it is")
    if path.suffix != ".c":
        return
    for start, end in functions(code):
        if end - start + 1 > FUNCTION:
            yield (f"{name}:{start + 1}: a function of {end - start + 1} "
                   f"lines, more than {FUNCTION}; split it where a step "
                   "has a name")
        if not re.match(r"\w+\(", code[start]):
            yield (f"{name}:{start + 1}: the name of a function begins its "
                   "line; put the type on the line before")


def defined_ids():
    found = set()
    for doc in (ROOT / "docs").rglob("*.md"):
        found |= set(re.findall(r"\b(?:T-\d+\.\d+|D-\d+|S\d{1,2})\b",
                                doc.read_text()))
    return found


def main():
    defined = defined_ids()
    wrong = []
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix not in (".c", ".h", ".asm", ".inc", ".py", ".sh"):
                continue
            if path.name in ("check_style.py",):
                continue        # it names what it forbids
            wrong += check_file(path, defined)
    print("\n".join(wrong), end="\n" if wrong else "")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
