"""
conftest.py -- what all tests share.

`make test` builds everything, then runs pytest here.  The suites:

    test_host.py    tests/host: lib/ and vm/ as programs of this machine
    test_kernel.py  tests/kernel: self-tests inside the test kernel
    test_user.py    tests/user: programs on the test kernel
    test_shell.py   a person's session on the serial line of the ISO
    test_boot.py    amounts of memory, cpus, both compilers
    test_exec.py    make exec from the outside
    test_programs.py  what programs of /bin print, and how they end
    test_docs.py    what the documents say about the code is so
    test_gdb.py     the debugger: tests/gdb over the stub of QEMU
    test_replay.py  a run that is kept, and had again in the debugger
    test_mutants.py the mutants (make mutants) still fit the code
    test_bench.py   no operation takes more instructions than expected

A test that fails says what was expected, what was found, and the command
that shows it again, through complain().
"""

import contextlib
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import qemu                                             # noqa: E402
import replay                                           # noqa: E402

BUILD = ROOT / os.environ.get("DAMSELFLY_BUILD", "build")
# A run that takes longer than this is taken for hung.  Nothing depends on
# how much longer: a slow machine only makes a hang slower to be noticed.
HANG = float(os.environ.get("DAMSELFLY_HANG", "600"))


def built(name):
    path = BUILD / name
    if not path.exists():
        pytest.fail(f"{path} is not built: run make test", pytrace=False)
    return str(path)


# How an archive was made: what the file of a run must say about it.
RECIPES = {}


def keep_run(request, machine):
    """
    Record the run of a machine that failed, once more and under GDB: the
    command that leads to the failure, or None if there is none.  Not of a
    mutant (tools/mutants.py): nobody wants to see it again.
    """
    how = machine.how
    bases, files, text = RECIPES.get(how["initrd"], ((), None, None))
    if "DAMSELFLY_MUTANT" in os.environ or not how["icount"] or \
            bases[:1] != ("rootfs.tar",) or files or \
            set(text or ()) != {"etc/exec"} or shutil.which("gdb") is None \
            or machine.died() not in ("ended", "panic", "failed"):
        return None
    wanted = {"panic": "the kernel panics"}.get(machine.died(), "the ")
    if machine.died() != "panic" and \
            any(word == "fail" for word, _ in machine.records()):
        wanted = "the test fails"
    try:
        run = replay.record(
            str(BUILD), built(bases[0]), text["etc/exec"].rstrip("\n"),
            kernel=os.path.basename(how["kernel"]), archives=bases[1:],
            append=how["append"], mem=how["mem"], cpu=how["cpu"],
            limit=HANG)
    except replay.Refused as e:
        return str(e)
    if not run["end"].startswith(wanted):
        return f"under GDB it ends otherwise: {run['end']}"
    path = BUILD / "runs" / (
        re.sub(r"\W+", "-", request.node.nodeid).strip("-") + ".run")
    replay.write_run(str(path), run)
    where = os.path.relpath(path, ROOT)
    other = "" if BUILD == ROOT / "build" else \
        f" B={os.path.relpath(BUILD, ROOT)}"
    return f"make replay{other} RUN={where}"


def complain(request, expected, found, machine=None):
    """Fail, with what a person needs to go on."""
    parts = [f"expected: {expected}", f"found:    {found}",
             f"again:    make test TESTS={shlex.quote(request.node.nodeid)}"]
    if machine is not None:
        parts.append(f"by hand:  {shlex.join(machine.args)}")
        again = keep_run(request, machine)
        if again:
            parts.append(f"replay:   {again}")
        parts.append(machine.explain())
    pytest.fail("\n".join(parts), pytrace=False)


@pytest.fixture
def image(tmp_path):
    """A maker of archives: image(base..., file={...}, text={...})."""
    def make(*bases, files=None, text=None):
        out = tmp_path / "image.tar"
        args = [sys.executable, str(ROOT / "tools/mkimage.py"), str(out)]
        for base in bases:
            args += ["--base", built(base)]
        for dest, source in (files or {}).items():
            args += ["--file", f"{source}={dest}"]
        for dest, content in (text or {}).items():
            args += ["--text", f"{dest}={content}"]
        subprocess.run(args, check=True)
        RECIPES[str(out)] = bases, files, text
        return str(out)
    return make


@pytest.fixture
def at_end(image):
    """
    "with at_end(command, archive...) as machine:" has run that command on
    the machine that counts instructions, to its end.
    """
    @contextlib.contextmanager
    def run(command, *bases, kernel="kernel.elf", append="quiet"):
        machine = qemu.Machine(
            kernel=built(kernel), icount=True, append=append,
            initrd=image("rootfs.tar", *bases,
                         text={"etc/exec": command + "\n"}))
        with machine:
            machine.wait(HANG)
            yield machine
    return run


def run_command(request, machine, limit=HANG):
    """Run a machine that ends by itself; its status as make exec sees it."""
    with machine:
        machine.wait(limit)
        if machine.died() != "ended" or machine.status() is None:
            complain(request, "the command runs and the machine ends",
                     machine.died(), machine)
        return machine.status()


# ------------------------------------------------------ the line of counts

def pytest_terminal_summary(terminalreporter):
    def count(*names):
        return sum(len(terminalreporter.stats.get(n, [])) for n in names)

    line = (f"{count('passed')} passed, "
            f"{count('failed', 'error')} failed")
    if count("skipped"):
        line += f", {count('skipped')} skipped"
    BUILD.mkdir(parents=True, exist_ok=True)
    (BUILD / "test-counts").write_text(line + "\n")


__all__ = ["BUILD", "HANG", "ROOT", "built", "complain", "qemu",
           "run_command"]
