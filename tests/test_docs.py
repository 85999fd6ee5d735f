"""
What the documents say about the code is so.

The tours (docs/tour-of-*.md) and the 37 steps (docs/fork-steps.md) have tables
whose rows name a function and its place: `fork1` | kernel/kern_fork.c:120.  A
row may hold several pairs, in the same order.  The line named must be where the
function begins: in C its name at the start of the line, in nasm its label.
"""

import re

import pytest

from conftest import ROOT, complain
import debugdoc

DOCS = sorted(p.relative_to(ROOT).as_posix()
              for p in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
PLACE = re.compile(r"`?([\w./-]+\.(?:c|h|asm|py|ld)):(\d+)`?")
FUNCTION = re.compile(r"`([A-Za-z_]\w*)(?:\(\))?`")
TOURS = sorted((ROOT / "docs").glob("tour-of-*.md"))
STEPS = ROOT / "docs/fork-steps.md"


def begins(line, name):
    return re.match(rf"{name}(\(|:|\s*:)", line) is not None


def stops(doc):
    """(row, function, path, line) for each place that a table names."""
    for number, row in enumerate(doc.read_text().splitlines(), 1):
        if not row.startswith("|"):
            continue
        places = PLACE.findall(row)
        names = FUNCTION.findall(PLACE.sub("", row))
        for name, (path, at) in zip(names, places):
            yield number, name, path, int(at)


@pytest.mark.parametrize("doc", [*TOURS, STEPS], ids=lambda doc: doc.name)
def test_tour(request, doc):
    wrong, seen = [], 0
    for number, name, path, at in stops(doc):
        seen += 1
        lines = (ROOT / path).read_text().splitlines()
        if at <= len(lines) and begins(lines[at - 1], name):
            continue
        real = [i for i, line in enumerate(lines, 1) if begins(line, name)]
        wrong.append(f"docs/{doc.name}:{number}: {name} is not at "
                     f"{path}:{at} but at {real or 'no line'}")
    if wrong:
        complain(request, "every place of the tour is right",
                 "\n".join(wrong) + "\nmake doc-lines renews them")
    if seen < 8:
        complain(request, "at least 8 stops", f"{seen}")


def length(path, at):
    """Lines of the function that begins on line at, in C or nasm."""
    lines = (ROOT / path).read_text().splitlines()[at - 1:]
    end = "}" if path.endswith(".c") else ""
    return lines.index(end) + 1 if end in lines else len(lines)


def test_tour_of_fork_is_short(request):
    """8 stops, at most 13 functions in 8 files, each under 60 lines."""
    rows = [stop[1:] for stop in stops(ROOT / "docs/tour-of-fork.md")]
    files = {path for _, path, _ in rows}
    long = [name for name, path, at in rows if length(path, at) >= 60]
    if len(rows) > 13 or len(files) > 8 or long:
        complain(request, "13 functions in 8 files, under 60 lines",
                 f"{len(rows)} functions in {len(files)} files; too long: "
                 f"{', '.join(long) or 'none'}")


def test_steps(request):
    """All 37, in order, and each row of the steps has a place or a reason."""
    rows = [row.split("|")[1:-1] for row in STEPS.read_text().splitlines()
            if re.match(r"\| (S\d+ )?\|", row)]
    ids = [row[0].strip() for row in rows if row[0].strip()]
    if ids != [f"S{n}" for n in range(1, 38)]:
        complain(request, "S1 to S37, each once", ", ".join(ids))
    empty = [row[0].strip() for row in rows
             if not row[2].strip() and not row[3].strip()]
    if empty:
        complain(request, "a place or a reason", ", ".join(empty))


@pytest.mark.parametrize("doc", DOCS)
def test_places_exist(request, doc):
    """Any `file:line` in any document is a line that exists."""
    wrong = []
    for path, at in PLACE.findall((ROOT / doc).read_text()):
        if not (ROOT / path).exists():
            wrong.append(f"{doc}: {path} does not exist")
        elif len((ROOT / path).read_text().splitlines()) < int(at):
            wrong.append(f"{doc}: {path} has no line {at}")
    if wrong:
        complain(request, "places that exist", "\n".join(wrong))


def anchors(path):
    """The names that a heading can be linked by."""
    found = set()
    for line in path.read_text().splitlines():
        match = re.match(r"#+ (.*)", line)
        if match:
            text = re.sub(r"[^\w\- ]", "", match[1].lower())
            found.add(text.replace(" ", "-"))
    return found


@pytest.mark.parametrize("doc", DOCS)
def test_links(request, doc):
    wrong = []
    here = (ROOT / doc).parent
    text = re.sub(r"```.*?```", "", (ROOT / doc).read_text(), flags=re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (here / path).resolve() if path else ROOT / doc
        if not file.exists():
            wrong.append(f"{doc}: {target}: no such file")
        elif anchor and anchor not in anchors(file):
            wrong.append(f"{doc}: {target}: no such heading")
    if wrong:
        complain(request, "links that lead somewhere", "\n".join(wrong))


def cited(path, ident):
    """Does a test under the file or folder name the id?"""
    return any(re.search(rf"{re.escape(ident)}(?!\d)", p.read_text())
               for p in [path, *path.glob("*")] if p.is_file())


def absent(seen):
    """What is wrong with the tests that a row of the defects names."""
    paths = re.findall(r"`(tests/[\w./-]+)`", seen)
    wrong = [f"there is no {p}" for p in paths if not (ROOT / p).exists()]
    ids = re.findall(r"\bT-\d+\.\d+", seen)
    names = re.findall(r"\bt-[a-z]+(?:-[a-z]+)*", seen)
    for name in [i.lower() for i in ids] + names:
        if (ROOT / f"tests/user/{name}.c").exists():
            continue
        if not any(cited(ROOT / p, name.upper()) for p in paths):
            wrong.append(f"there is no tests/user/{name}.c, nor does a file "
                         "named beside it cite it")
    if not paths and not ids and not names:
        wrong.append("names no test")
    return wrong


def test_defects(request):
    """Every defect has a test that is there, or a reason why not."""
    wrong, rows = [], 0
    for row in (ROOT / "docs/ids.md").read_text().splitlines():
        match = re.match(r"\| (D-\d+) \|.*\| ([^|]+) \|$", row)
        if not match:
            continue
        rows += 1
        if not match[2].startswith("none"):
            wrong += [f"{match[1]}: {text}" for text in absent(match[2])]
    if wrong or rows < 40:
        complain(request, "a test for each of 40 defects and more",
                 f"{rows} rows; " + "; ".join(wrong))


def rows_of(text, first):
    """The cells of each table row whose first cell matches."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if cells and re.fullmatch(first, cells[0]):
            yield cells


def numbers(cell):
    """T-2.3..T-2.5 is T-2.3, T-2.4 and T-2.5."""
    pattern = r"T-(\d+)\.(\d+)(?:\.\.T-(\d+)\.(\d+))?"
    for x, low, y, high in re.findall(pattern, cell):
        assert y in ("", x), f"a range over two chapters: {cell}"
        for n in range(int(low), int(high or low) + 1):
            yield f"T-{x}.{n}"


def is_program(test):
    return (ROOT / f"tests/user/{test.lower()}.c").exists()


def paths(cell):
    return re.findall(r"\b(?:[\w-]+/)+[\w.-]+\.(?:c|h|asm|py)\b", cell)


def test_status(request):
    """What is done has tests that are there, and files."""
    text = (ROOT / "docs/status.md").read_text()
    elsewhere = {row[0]: paths(row[1]) for row in rows_of(text, r"T-[\d.]+")}
    wrong, seen = [], 0
    for row, _, state, tests, files in rows_of(text, r"\d+"):
        if not state.startswith("done"):
            continue
        seen += 1
        names = [*numbers(tests), *re.findall(r"\bt-[a-z][\w-]*", tests)]
        if not names and not paths(tests):
            wrong.append(f"row {row} names no test")
        wrong += [f"row {row}: there is no {test}" for test in names
                  if test not in elsewhere and not is_program(test)]
        wrong += [f"row {row}: there is no {path}"
                  for path in paths(tests) + paths(files)
                  if not (ROOT / path).exists()]
    if wrong or seen < 50:
        complain(request, "tests and files of 50 rows and more",
                 f"{seen} rows; " + "; ".join(wrong))


def test_elsewhere(request):
    """Tests said to be in another file are cited there."""
    text = (ROOT / "docs/status.md").read_text()
    wrong, seen = [], 0
    for test, cell in rows_of(text, r"T-[\d.]+"):
        seen += 1
        if is_program(test):
            wrong.append(f"{test} is a program of its own")
        if not paths(cell):
            wrong.append(f"{test}: no file")
        for path in paths(cell):
            file = ROOT / path
            if not file.exists() or not re.search(
                    rf"{re.escape(test)}(?!\d)", file.read_text()):
                wrong.append(f"{path} does not cite {test}")
    if wrong or seen == 0:
        complain(request, "files that cite the tests they have",
                 f"{seen} rows; " + "; ".join(wrong))


def test_readme_is_complete(request):
    """Every document is linked, every program is named."""
    text = (ROOT / "README.md").read_text()
    docs = {p.name for p in (ROOT / "docs").glob("*.md")}
    programs = {p.stem for p in (ROOT / "user/bin").iterdir()}
    missing = [f"docs/{d}" for d in docs if f"(docs/{d})" not in text]
    missing += [p for p in programs if f"`{p}`" not in text]
    if missing:
        complain(request, "all documents and programs in README.md",
                 "not there: " + ", ".join(sorted(missing)))


def test_named_tests_are_listed(request):
    """Every program of tests/user has a row in ids.md."""
    text = (ROOT / "docs/ids.md").read_text()
    rows = {row[0].lower() for row in rows_of(text, r"[Tt]-[\w.-]+")}
    missing = [p.stem for p in (ROOT / "tests/user").glob("t-*.c")
               if p.stem not in rows and "pthread" not in p.stem]
    if missing:
        complain(request, "a row for each test", ", ".join(sorted(missing)))


SESSION = """
<!-- gdb zoo
break-in zoo zoo_ready
-->
```text
(gdb) why 3 $sp
  000000400000-00000040b000 r-x from 0x400000
  level 1 of table 0xff10000 -> page 0xff0f000, count 1
(gdb) page $pa
117             error = tsleep(uw,
Page 0xff0f000 (number 65295), at instruction 9,845,284
```
"""
# What a run says instead, and whether that is something else.
OTHERWISE = [
    ({}, False),
    ({"0xff10000": "0x7a1000", "0xff0f000": "0x7a0000", "65295": "1952"},
     False),
    ({"00000040b000": "000000410000"}, False),
    ({"from 0x400000": "from 0x40b000"}, True),
    ({"9,845,284": "10,000,000", "117 ": "99  "}, False),
    ({"Page 0xff0f000": "Page 0x7a0000"}, True),        # one becomes two
    ({"0xff0f000": "0xff10000"}, True),                 # two become one
    ({"(number 65295)": "(number 65295"}, True),
    ({"count 1": "count 2"}, True),
    ({"table 0xff10000": "table 0x1f000"}, True),
    ({"tsleep": "sleep"}, True)]


@pytest.mark.parametrize("changes, differs", OTHERWISE)
def test_sessions_are_compared(request, changes, differs):
    """A word or two numbers in one is a difference, other numbers are none;
    and what is written then is no difference."""
    said = SESSION
    for old, new in changes.items():
        said = said.replace(old, new)
    parts = ["Breakpoint 2", *re.split(r"^\(gdb\) .*\n|^```$", said,
                                       flags=re.M)[1:3]]
    parts[1] += "\n" if not parts[1].endswith("\n") else ""
    new, wrong = debugdoc.renewed(SESSION, {"gdb zoo": parts})
    again = debugdoc.renewed(new, {"gdb zoo": parts})
    if bool(wrong) != differs or again != (new, []):
        complain(request, f"differs: {differs}", f"{wrong}, then {again}")


def test_no_session_is_forgotten(request):
    """Each is run, or says why not."""
    bare = "```text\n(gdb) proc\n```\n"
    found = [len(list(debugdoc.unmarked(text))) for text in (
        SESSION, bare, SESSION + bare, "<!-- not run: no mouse -->\n" + bare,
        "<!-- gdb zoo -->\n\n" + bare, "    make gdb\n")]
    if found != [0, 1, 1, 0, 1, 0]:
        complain(request, "sessions that nobody runs", str(found))
