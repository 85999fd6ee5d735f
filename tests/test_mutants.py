"""
The mutants of tests/mutants can be made, and the tool that makes them works.

Whether each is caught takes long: `make mutants` does that (tools/mutants.py).
"""

import subprocess
import sys

import pytest

from conftest import ROOT, complain

import mutants

ALL = mutants.load()


def test_they_apply(request):
    """Each names code that is there, once, and a test that is there."""
    wrong = [f"{m.source}: {m}: {m.wrong()}" for m in ALL if m.wrong()]
    if wrong:
        complain(request, "mutants that fit the code", "\n".join(wrong))
    if not ALL:
        complain(request, "some mutants", "none")


def test_tests_exist(request):
    names = {p.stem for p in (ROOT / "tests/user").glob("*.c")}
    wrong = []
    for m in ALL:
        node = m.node()
        path = ROOT / node.split("::")[0]
        if not path.is_file() or ("/" not in m.test and m.test not in names):
            wrong.append(f"{m.source}: there is no test {m.test}")
    if wrong:
        complain(request, "tests that exist", "\n".join(wrong))


BAD = [({"was": "no such piece of code"}, "0 times"),
       ({"was": "return"}, "times, not once"),
       ({"file": "kernel/none.c"}, "there is no file kernel/none.c"),
       ({"says": ""}, "fields missing: says"),
       ({"wass": "x"}, "unknown: wass")]


@pytest.mark.parametrize("change,said", BAD)
def test_bad_ones_are_refused(request, change, said):
    good = dict(test="t-2.1", file="kernel/kern_fork.c", says="nothing",
                was=" * kern_fork.c --", now="")
    if mutants.Mutant("here", good).wrong():
        complain(request, "a good one", mutants.Mutant("here", good).wrong())
    found = mutants.Mutant("here", good | change).wrong()
    if not found or said not in found:
        complain(request, said, f"{found}")


def test_choice(request):
    """A pattern picks by test, by file or by what it says."""
    m = [mutants.Mutant("here", dict(test=t, file=f, says=s)) for t, f, s in
         [("t-1.1", "vm/a.c", "one"), ("t-1.10", "vm/b.c", "two")]]
    found = [[x.test for x in mutants.chosen(m, [p])]
             for p in ("t-1.1", "t-1.*", "vm/b.c", "on", "none")]
    if found != [["t-1.1"], ["t-1.1", "t-1.10"], ["t-1.10"], ["t-1.1"], []]:
        complain(request, "the ones that fit", f"{found}")


def test_list(request):
    done = subprocess.run(
        [sys.executable, ROOT / "tools/mutants.py", "list", "--make", "make",
         "no-such-test"], capture_output=True, text=True)
    if done.returncode != 1 or "none fits no-such-test" not in done.stderr:
        complain(request, "a message and status 1", f"{done}")
