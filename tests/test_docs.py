"""
What the documents say about the code is so.

The tour (docs/tour-of-fork.md) has tables whose rows name a function and
its place: `fork1` | kernel/kern_fork.c:120.  A row
may hold several pairs, in the same order.  The line named must be where the
function begins: in C its name at the start of the line, in nasm its label.
"""

import re

import pytest

from conftest import ROOT, complain

DOCS = sorted(p.relative_to(ROOT).as_posix()
              for p in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
PLACE = re.compile(r"`?([\w./-]+\.(?:c|h|asm|py|ld)):(\d+)`?")
FUNCTION = re.compile(r"`([A-Za-z_]\w*)(?:\(\))?`")
TOUR = ROOT / "docs/tour-of-fork.md"


def begins(line, name):
    return re.match(rf"{name}(\(|:|\s*:)", line) is not None


@pytest.mark.skipif(not TOUR.exists(), reason="there is no tour yet")
def test_tour(request):
    wrong, seen = [], 0
    for number, row in enumerate(TOUR.read_text().splitlines(), 1):
        if not row.startswith("|"):
            continue
        places = PLACE.findall(row)
        names = FUNCTION.findall(PLACE.sub("", row))
        for name, (path, at) in zip(names, places):
            seen += 1
            lines = (ROOT / path).read_text().splitlines()
            at = int(at)
            if at <= len(lines) and begins(lines[at - 1], name):
                continue
            real = [i for i, line in enumerate(lines, 1)
                    if begins(line, name)]
            wrong.append(f"docs/tour-of-fork.md:{number}: {name} is not at "
                         f"{path}:{at} but at {real or 'no line'}")
    if wrong:
        complain(request, "every place of the tour is right",
                 "\n".join(wrong) + "\nmake doc-lines renews them")
    if seen < 8:
        complain(request, "at least 8 stops", f"{seen}")


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
