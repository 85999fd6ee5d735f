#!/usr/bin/env python3
"""
mutants.py -- breaks the code on purpose, and sees that a test notices.

    tools/mutants.py list  [PATTERN ...]
    tools/mutants.py run   --make MAKE --python PYTHON --work DIR [PATTERN ...]

A mutant is one small, wrong change of our code together with the test that is
there to catch it.  tests/mutants/*.toml holds them:

    [[mutant]]
    test = "t-5.4"              a program of tests/user, or a test's whole name
    file = "kernel/usched.c"    what is broken
    says = "what no longer holds, in a line"
    was = '''one piece of the file, that it contains once'''
    now = '''what stands there instead'''

`run` copies the tree into DIR, sees that the tests pass there, and then for
each mutant applies it, builds, runs its test and takes the mutant back.  A
mutant is *caught* if the test fails; one that is *missed* says that the test
proves less than we think.  PATTERN picks mutants by test, file or says.
Ends with the line "N caught, N missed", and with 1 if any was missed.
"""

import argparse
import fnmatch
import os
import pathlib
import shutil
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
FIELDS = ("test", "file", "says", "was", "now")
# Seconds after which a run of a broken kernel is taken for hung, and so for
# caught.  No sound run of one test takes nearly as long.
HANG = 240


class Mutant:
    """One change: test, file, says, was, now; and where it is written."""

    def __init__(self, source, fields):
        self.source = source
        for name in FIELDS:
            setattr(self, name, fields.get(name, ""))
        self.unknown = sorted(set(fields) - set(FIELDS))

    def node(self):
        """The test's name as pytest knows it."""
        if "/" in self.test:
            return self.test
        return f"tests/test_user.py::test_user[{self.test}]"

    def goals(self):
        """What make must build for the test."""
        node = self.node()
        if node.startswith("tests/test_host.py"):
            return ["hosttests"]
        if node.startswith(("tests/test_user.py", "tests/test_kernel.py")):
            return ["all", "{B}/tests.tar"]
        return ["all", "iso", "{B}/tests.tar", "{B}/gdb.tar"]

    def wrong(self, root=ROOT):
        """Why this mutant can't be applied to the tree root, or None."""
        missing = [n for n in FIELDS if n != "now" and not getattr(self, n)]
        if missing or self.unknown:
            return (f"fields missing: {', '.join(missing) or 'none'}; "
                    f"unknown: {', '.join(self.unknown) or 'none'}")
        path = root / self.file
        if not path.is_file():
            return f"there is no file {self.file}"
        times = path.read_text().count(self.was)
        if times != 1:
            return (f"{self.file} contains `was` {times} times, not once: "
                    f"the code has moved on, write the mutant anew")
        return None

    def __str__(self):
        return f"{self.test}: {self.says} ({self.file})"


def load(root=ROOT):
    """All mutants, in the order of the files and of their lines."""
    found = []
    for path in sorted((root / "tests/mutants").glob("*.toml")):
        with open(path, "rb") as f:
            for fields in tomllib.load(f).get("mutant", []):
                found.append(Mutant(path.relative_to(root).as_posix(),
                                    fields))
    return found


def chosen(mutants, patterns):
    """Those of which any field that names them matches any pattern."""
    def fits(m):
        return any(fnmatch.fnmatch(text, p) or fnmatch.fnmatch(text, f"*{p}*")
                   for p in patterns for text in (m.file, m.says)) \
            or any(fnmatch.fnmatch(m.test, p) for p in patterns)
    return [m for m in mutants if not patterns or fits(m)]


class Tree:
    """A copy of the project that may be broken."""

    def __init__(self, work, make, python):
        self.root = pathlib.Path(work).resolve()
        self.make, self.python = make, python.split()
        skip = shutil.ignore_patterns(".git", "mutants", "__pycache__",
                                      "progs-*", "peer", "clang")
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(ROOT, self.root, ignore=skip, symlinks=True)

    def build(self, goals):
        """Empty if it built, else what the compiler said."""
        goals = [g.replace("{B}", "build") for g in goals]
        env = {k: v for k, v in os.environ.items()
               if k not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "B")}
        done = subprocess.run([self.make, "-s", "B=build", *goals],
                              cwd=self.root, env=env, capture_output=True,
                              text=True)
        return "" if done.returncode == 0 else done.stdout + done.stderr

    def test(self, nodes):
        """(pytest's status, what it said)."""
        env = dict(os.environ, DAMSELFLY_BUILD="build", DAMSELFLY_MUTANT="1",
                   DAMSELFLY_HANG=str(HANG))
        done = subprocess.run(
            [*self.python, "-q", "-x", "-p", "no:cacheprovider", *nodes],
            cwd=self.root, env=env, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def write(self, file, text):
        (self.root / file).write_text(text)


def tail(text, lines=12):
    return "\n".join("    " + line for line in text.splitlines()[-lines:])


def hunt(tree, mutant):
    """"caught", "missed", or what went wrong otherwise."""
    sound = (tree.root / mutant.file).read_text()
    tree.write(mutant.file, sound.replace(mutant.was, mutant.now))
    try:
        said = tree.build(mutant.goals())
        if said:
            return f"does not build:\n{tail(said)}"
        status, said = tree.test([mutant.node()])
        if status in (0, 1):
            return ("missed", "caught")[status]
        return f"pytest ended with {status}:\n{tail(said)}"
    finally:
        tree.write(mutant.file, sound)


def run(args, mutants):
    tree = Tree(args.work, args.make, args.python)
    for goals in sorted({tuple(m.goals()) for m in mutants}):
        said = tree.build(goals)
        if said:
            sys.exit(f"mutants: the unbroken tree does not build:\n{said}")
    status, said = tree.test(sorted({m.node() for m in mutants}))
    if status != 0:
        sys.exit("mutants: a test fails before anything is broken:\n" + said)
    counts = {"caught": 0, "missed": 0}
    for mutant in mutants:
        found = hunt(tree, mutant)
        counts["caught" if found == "caught" else "missed"] += 1
        print(f"{found.splitlines()[0]:<7} {mutant}", flush=True)
        for line in found.splitlines()[1:]:
            print(line)
    print(f"{counts['caught']} caught, {counts['missed']} missed")
    return 1 if counts["missed"] else 0


def main():
    parser = argparse.ArgumentParser(
        description=__doc__.strip().splitlines()[0])
    parser.add_argument("command", choices=["list", "run"])
    parser.add_argument("patterns", nargs="*", metavar="PATTERN")
    parser.add_argument("--make", default="make")
    parser.add_argument("--python", default=f"{sys.executable} -m pytest",
                        help="the command that runs pytest")
    parser.add_argument("--work", default=str(ROOT / "build/mutants"))
    args = parser.parse_intermixed_args()
    mutants = chosen(load(), args.patterns)
    if not mutants:
        sys.exit(f"mutants: none fits {' '.join(args.patterns)}; "
                 "tools/mutants.py list shows them")
    wrong = [f"{m.source}: {m}: {m.wrong()}" for m in mutants if m.wrong()]
    if wrong:
        sys.exit("\n".join(wrong))
    if args.command == "list":
        print("\n".join(map(str, mutants)))
        return 0
    return run(args, mutants)


if __name__ == "__main__":
    sys.exit(main())
