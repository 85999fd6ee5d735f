"""
A run can be had again: make record, make replay (tools/replay.py), and the
line with which a failing test says how to see it.
"""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

import mkimage
import replay
from conftest import BUILD, HANG, ROOT, built, complain

AGAIN = r"^\[instruction ([\d,]+), as recorded; back goes"


def record(command, **how):
    return replay.record(str(BUILD), built("rootfs.tar"), command, **how)


def shown(run, *commands, build=BUILD, initrd=None):
    """What GDB says at the end of that run, and to some commands there."""
    rest = [word for c in commands for word in ("-ex", c)]
    return replay.replay(run, str(build), initrd or built("rootfs.tar"),
                         rest=rest, batch=True)


def outside(command, cwd=ROOT, said=""):
    """A command as a person types it into a shell, and then into GDB."""
    env = {k: v for k, v in os.environ.items()
           if not k.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        ["timeout", "-s", "KILL", str(HANG), "sh", "-c", command], cwd=cwd,
        env=dict(env, HOME="/nonexistent", TERM="dumb"), input=said,
        capture_output=True, text=True, errors="replace", check=False)


def by_make(words, said=""):
    """make, in this build."""
    return outside(f"make -s B={os.path.relpath(BUILD, ROOT)} {words}",
                   said=said)


def tool(*args):
    return subprocess.run(
        [sys.executable, str(ROOT / "tools/replay.py"), *args],
        capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)


@pytest.fixture(scope="module")
def run():
    return record("forkdemo 3")


def test_same_count(run):
    """Recorded twice it is one file; replayed, the same count each time."""
    assert run["end"] == "the machine ends by itself"
    assert record("forkdemo 3") == run
    for _ in range(3):
        said = shown(run, "print $_count()")
        assert f"= {run['count']}\n" in said, said
        assert re.search(AGAIN, said, re.M)[1] == f"{run['count']:,}", said


def test_back_from_the_end(run):
    """At the end everything is alive; back leads to the beginning."""
    said = shown(run, "proc", "back", "break fork1", "continue", "bt 1")
    assert re.search(r"^[* ] +1 init +active", said, re.M), said
    assert "[stop 1 of 2, instruction" in said, said
    assert re.search(r"^#0 +fork1 ", said, re.M), said


def test_another_folder(run, tmp_path):
    """The folder is no part of the build, nor is debug information."""
    shutil.copy(built("kernel.elf"), tmp_path / "kernel.elf")
    with open(tmp_path / "kernel.elf", "ab") as f:
        f.write(b"what no segment loads")
    initrd = shutil.copy(built("rootfs.tar"), tmp_path / "rootfs.tar")
    said = shown(run, build=tmp_path, initrd=initrd)
    assert re.search(AGAIN, said, re.M), said


def test_another_build_is_refused(run, tmp_path, image):
    """One byte of the kernel or another archive: a clear word, no GDB."""
    path = tmp_path / "x.run"
    replay.write_run(str(path), run)
    kernel = bytearray(replay.read_bytes(built("kernel.elf")))
    kernel[kernel.index(b"panic inside a panic")] ^= 1
    (tmp_path / "kernel.elf").write_bytes(kernel)
    other = image("rootfs.tar", text={"etc/motd": "new\n"})
    for build, initrd in ((tmp_path, built("rootfs.tar")), (BUILD, other)):
        found = tool("replay", "--build", str(build), "--initrd", initrd,
                     "--run", str(path))
        assert found.returncode == replay.MACHINE_FAILED
        assert f"recorded with build {run['build']}, but this one is " \
            in found.stderr
        assert "Traceback" not in found.stderr and not found.stdout


@pytest.mark.parametrize("field, value, word", [
    ("build", "0" * 16, "recorded with build 0000000000000000"),
    ("command", "forkdemo 4", "recorded with build"),
    ("qemu", "1.2.3", "recorded with QEMU 1.2.3"),
    ("icount", "shift=7", "recorded with -icount shift=7"),
    ("format", 99, "of format 99"),
    ("kernel", "../kernel.elf", "outside of the build"),
    ("archives", ["gone.tar"], "gone.tar is not built"),
    ("count", "many", "is not the file of a run, or it is damaged")])
def test_refused(run, tmp_path, field, value, word):
    """Whatever cannot lead to the same run is said in a line."""
    path = tmp_path / "x.run"
    path.write_text(json.dumps({**run, field: value}))
    found = tool("replay", "--build", str(BUILD), "--initrd",
                 built("rootfs.tar"), "--run", str(path))
    assert found.returncode == replay.MACHINE_FAILED
    assert word in found.stderr and "Traceback" not in found.stderr
    assert not found.stdout


def test_no_file(run, tmp_path):
    """Nothing there, a folder, something else, half of a run."""
    whole = json.dumps(run)
    (tmp_path / "text.run").write_text("not a run")
    (tmp_path / "half.run").write_text(whole[:len(whole) // 2])
    (tmp_path / "bytes.run").write_bytes(bytes(range(256)))
    (tmp_path / "empty.run").write_text("")
    for name, word in (("none.run", "no such file; make record CMD="),
                       ("", "cannot be read: Is a directory"),
                       ("text.run", "is not the file of a run"),
                       ("half.run", "or it is damaged"),
                       ("bytes.run", "or it is damaged"),
                       ("empty.run", "or it is damaged")):
        found = tool("replay", "--build", str(BUILD), "--initrd",
                     built("rootfs.tar"), "--run", str(tmp_path / name))
        assert found.returncode == replay.MACHINE_FAILED
        assert word in found.stderr and "Traceback" not in found.stderr


def test_not_the_same_is_said(run):
    """A run that ends elsewhere is not taken for the one recorded."""
    for other in ({"count": run["count"] + 1}, {"end": "the test fails: x"}):
        said = shown({**run, **other})
        assert "[this is not the run that was recorded:" in said, said
        assert not re.search(AGAIN, said, re.M), said


def replay_line(request, machine):
    """The line that a test says when it fails with that machine."""
    with pytest.raises(pytest.fail.Exception) as failed:
        complain(request, "no failure", "a failure", machine)
    line = re.search(r"^replay:   (make replay.* RUN=(\S+))$",
                     str(failed.value), re.M)
    assert line, str(failed.value)
    return line[1], ROOT / line[2]


def test_failing_test_says_how(request, at_end):
    """A program that fails in its grandchild; the line leads to there."""
    with at_end("/tests/failing", "gdb.tar",
                kernel="kernel-test.elf") as machine:
        assert [word for word, _ in machine.records()][:1] == ["fail"]
        line, path = replay_line(request, machine)
    run = replay.read_run(str(path))
    assert (run["kernel"], run["archives"]) == ("kernel-test.elf",
                                                ["gdb.tar"])
    assert re.match(r"the test fails: failing \S*failing.c:\d+: there is no "
                    "third generation", run["end"]), run["end"]
    said = outside(line, said="bt\nproc\n").stdout
    assert re.search(AGAIN, said, re.M), said
    assert f"[{run['end'][:70]}" in said, said
    assert "generation (n=2)" in said or "test_check (" in said, said
    assert len(re.findall(r"^[* ] +\d+ failing +active", said, re.M)) == 3
    path.unlink()


def test_panic_says_how(request, at_end):
    """A failed assertion in a test leaves a replay, which stops at it."""
    with at_end("true", kernel="kernel-test.elf",
                append="quiet crash=assert") as machine:
        assert machine.died() == "panic"
        line, path = replay_line(request, machine)
    said = outside(line, said="bt\n").stdout
    assert re.search(r"^\[the kernel panics: .*zero is 0, on purpose", said,
                     re.M), said
    assert re.search(AGAIN, said, re.M) and "crash_assert" in said, said
    path.unlink()


def test_make(tmp_path):
    """As a person says it, names and commands with odd characters too."""
    path = tmp_path / "it's a $run"
    made = by_make('record CMD=\'echo "a  $((40 + 2))" \' RUN="'
                   + str(path).replace("$", "\\$\\$") + '"')
    assert made.returncode == 0 and "a  42\n" in made.stdout, made
    run = replay.read_run(str(path))
    assert f"instruction {run['count']:,} of build {run['build']}; make " \
        "replay RUN=" in made.stdout, made.stdout
    again = by_make('replay RUN="' + str(path).replace("$", "\\$\\$") + '"',
                    "print $_count()\nkill\n")
    assert re.search(AGAIN, again.stdout, re.M), again
    assert f"= {run['count']}\n" in again.stdout, again.stdout


@pytest.mark.parametrize("words, answer", [
    ("record", "what is to be recorded? make record CMD="),
    ("record CMD=", "what is to be recorded? make record CMD="),
    ("record CMD=true RUN=docs", "docs is a folder; RUN= names a file"),
    ("record CMD=true RUN=README.md/x", "cannot be written: "),
    ("record CMD=true RUN=", "which run? make record ... RUN=file"),
    ("replay RUN=", "which run? make replay ... RUN=file"),
    ("replay RUN=no.run", "no.run: there is no such file; make record CMD="),
    ("replay RUN=docs", "docs cannot be read: Is a directory"),
    ("replay RUN=README.md", "README.md is not the file of a run")])
def test_make_says_what_is_wrong(words, answer):
    """A line that says what to do; no machine is started for it."""
    found = by_make(words)
    said = [line for line in found.stderr.splitlines()
            if not line.startswith("make: ***")]
    assert found.returncode == 2 and not found.stdout, found
    assert len(said) == 1 and answer in said[0], found.stderr


def test_another_clone(run, tmp_path):
    """
    The same source built in another folder is the same build, also where
    the path has a blank.  (Of the programs one is built there; all are
    made in the same way.)
    """
    clone = tmp_path / "some where"
    names = outside("git ls-files -z -co --exclude-standard").stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)
    made = outside("make -s build/kernel.elf build/user/bin/forkdemo", clone)
    assert made.returncode == 0, made.stderr
    mine, theirs = (mkimage.strip_elf(replay.read_bytes(
        folder / "user/bin/forkdemo")) for folder in (BUILD, clone / "build"))
    assert mine == theirs
    shutil.copy(built("rootfs.tar"), clone / "build/rootfs.tar")
    replay.write_run(str(tmp_path / "x.run"), run)
    said = outside(
        f"{sys.executable} tools/replay.py replay --build build --initrd "
        "build/rootfs.tar --run ../x.run", clone,
        "print $_count()\nkill\n")
    assert re.search(AGAIN, said.stdout, re.M), said
    assert f"= {run['count']}\n" in said.stdout, said
