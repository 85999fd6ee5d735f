"""
GDB on our kernel, over QEMU's stub: the scripts of tests/gdb.

Each script runs inside a GDB of its own on a deterministic machine of its
own (tools/gdbrun.py) and says what it found in lines that begin with "@"
(tests/gdb/checks.py).  What the debugger shows is compared with what the
kernel reports by other means: kern.proc through sysctl, a program's records.
"""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from conftest import BUILD, HANG, ROOT, built, complain, qemu
import debugdoc
import gdbrun

SCRIPTS = ROOT / "tests/gdb"
DEBUGGERS = ["gdb", "gdb-multiarch"]
both = pytest.mark.parametrize("debugger", DEBUGGERS)


class Session:
    """One machine, one GDB, one script."""

    def __init__(self, request, image, script, command, debugger="gdb",
                 home=None, kernel="kernel.elf", append="quiet"):
        if shutil.which(debugger) is None:
            pytest.skip(f"{debugger} is not installed")
        self.request = request
        made = gdbrun.machine(
            built(kernel), image("rootfs.tar", "gdb.tar", text={
                "etc/exec": command + "\n"}), append=append)
        env = dict(os.environ, HOME=str(home or "/nonexistent"),
                   DAMSELFLY_ROOT=str(ROOT), TERM="dumb")
        env.pop("XDG_CONFIG_HOME", None)
        args = gdbrun.gdb_arguments(
            debugger, built(kernel), made.stub, "pvh_entry", [
                "-ex", f"python sys.path.insert(0, {str(SCRIPTS)!r})",
                "-ex", f"source {SCRIPTS / script}"])
        try:
            gdbrun.launch(made)
            self.output = gdbrun.unattended(args, HANG, env).stdout
            self.records = made.records()
        finally:
            made.close()
        self.data = {}
        for line in self.output.splitlines():
            if line.startswith("@data "):
                word, value = json.loads(line[6:])
                self.data[word] = value
        bad = [line for line in self.output.splitlines()
               if line.startswith("@bad")]
        if bad:
            complain(request, "no failure", "\n".join(bad) + "\n"
                     + self.output[-6000:])
        if "@done" not in self.output:
            complain(request, f"{script} comes to its end",
                     self.output[-6000:])

    def list(self, word):
        return [rest.split() for name, rest in self.records if name == word]


@pytest.fixture
def debug(request, image):
    def run(script, command, **how):
        return Session(request, image, script, command, **how)
    return run


@both
def test_boot(debug, debugger):
    """From 32-bit code to programs."""
    debug("boot.py", "true", debugger=debugger)


@both
def test_fork_order(debug, debugger):
    """T-3.15"""
    found = debug("fork_order.py", "date; date", debugger=debugger)
    assert found.data["child"] > found.data["parent"]


@both
def test_newborn(debug, debugger):
    """T-6.1"""
    lines = debug("newborn.py", "forkdemo 1",
                  debugger=debugger).data["kstack"].splitlines()
    labels = [line.split()[2] for line in lines
              if re.match(r"  \+\w{4}  0x", line)]
    frame = re.search(r"struct trapframe \{(.*?)\n\};", (
        ROOT / "arch/x86_64/frame.h").read_text(), re.S)[1]
    fields = re.findall(r"\b(tf_\w+)", re.sub(r"/\*.*?\*/", "", frame))
    assert [f for f in labels if f.startswith("tf_")] == fields[::-1]


@both
def test_switch(debug, debugger):
    """T-5.9"""
    debug("switch.py", "forkdemo 40", debugger=debugger)


STATE = {"1": "being made", "2": "active", "3": "stopped", "4": "zombie"}


@both
def test_processes(request, debug, debugger):
    """proc and lwp say what kern.proc says."""
    found = debug("processes.py", "/tests/zoo", debugger=debugger)
    kp = {}
    for (pid, ppid, pgid, sid, stat, nthreads, tid, lwpstat, _, _, _,
         name, wmesg) in found.list("kp"):
        kp.setdefault(pid, {"row": (ppid, pgid, sid, stat, nthreads, name),
                            "lwps": {}})["lwps"][tid] = (lwpstat, wmesg)
    assert len(kp) >= 6 and len(kp[found.list("self")[0][0]]["lwps"]) >= 5

    shown, parents = {}, []
    for line in found.data["proc"].splitlines()[1:]:
        match = re.match(r"[* ] ( *)(\d+) (\S+) +(active|zombie|stopped|"
                         r"being made) +(\d+|-) +(\d+|-) +(\d+)", line)
        assert match, line
        depth = len(match[1]) // 2
        parents = parents[:depth] + [match[2]]
        shown[match[2]] = (parents[-2] if depth else "0", match[5], match[6],
                           match[4], match[7], match[3])
    for pid, want in kp.items():
        ppid, pgid, sid, stat, nthreads, name = want["row"]
        if pid == "0":
            assert shown[pid][3:] == (STATE[stat], nthreads, name)
            continue
        assert shown[pid] == (ppid, pgid, sid, STATE[stat], nthreads, name)
    assert set(shown) == set(kp)

    rows = {}
    for line in found.data["lwp"].splitlines()[1:]:
        who, _, state, rest = line[2:].split(None, 3)
        rows[who] = (state, rest)
    for pid, want in kp.items():
        for tid, (lwpstat, wmesg) in want["lwps"].items():
            if pid == "0":
                continue        # its thread is no LWP of a program
            state, rest = rows.pop(f"{pid}.{tid}")
            if want["row"][3] == "4":
                assert state == "dead"
            elif lwpstat == "3":
                assert state == "sleep" and rest.startswith(wmesg)
            else:
                assert state in ("RUNNING", "queued", "run")
    assert not rows

    me = found.list("self")[0][0]
    tree = found.data["tree"].splitlines()
    tids = [int(re.search(r"(\d+) (red|black) h", line)[1])
            for line in tree[1:]]
    assert tids == sorted((int(t) for t in kp[me]["lwps"]), reverse=True)
    assert "NOT BALANCED" not in tree[0]


@both
def test_once(debug, debugger):
    """A page fault does not make two stops of one; vfork is crossed."""
    debug("once.py", "tourdemo vfork", debugger=debugger)


def row(table, start):
    """The words of the line of a range that begins there."""
    for line in table.splitlines():
        if line.strip().startswith(f"{start:012x}-"):
            return line.split()
    raise AssertionError(f"no range {start:#x} in\n{table}")


@both
def test_memory(debug, debugger):
    """vm, cow, why, runq: sizes are kern.proc's, sharing the program's."""
    found = debug("memory.py", "/tests/zoo", debugger=debugger)
    area, pages, copied = map(int, found.list("area")[0])
    shared, nshared = map(int, found.list("shared")[0])
    me = found.list("self")[0][0]
    child = {who: pid for who, pid in found.list("child")}
    for kp in found.list("kp"):
        pid, vmsize, rss, charge = kp[0], *kp[8:11]
        if pid == "0" or pid not in found.data["vm"]:
            continue
        head = found.data["vm"][pid].splitlines()[0]
        size = re.search(r"(\d+) (KiB|MiB|GiB) mapped, (\d+) pages and "
                         r"tables, (\d+) promised", head)
        unit = {"KiB": 10, "MiB": 20, "GiB": 30}[size[2]]
        # The children that kern.proc was asked about rest; we went on.
        assert int(size[1]) << unit == int(vmsize), head
        assert int(size[4]) == int(charge), head
        if pid in (child["0"], child["1"]):
            assert size[3] == rss, head

    mine = row(found.data["vm"][me], area)
    assert mine[1:3] == ["rw-", "copy"] and int(mine[3]) == pages

    copiers = row(found.data["vm"][child["0"]], area)
    assert [int(w) for w in copiers[3:5]] == [pages, pages - copied]

    def cow(a, b, start):
        words = row(found.data[f"cow {a} {b}"], start)
        return dict(zip(("pages", "table", "page", "other"),
                        map(int, words[2:6])))

    copier, reader = child["0"], child["1"]
    assert cow(me, copier, area) == {"pages": pages, "table": 0, "page":
                                     pages - copied, "other": copied}
    assert cow(me, reader, area) == {"pages": pages, "table": pages,
                                     "page": 0, "other": 0}
    assert cow(me, copier, shared)["page"] == nshared

    def why(pid, where):
        return found.data[f"why {pid} {where}"]

    assert "a write goes through at once" in why(copier, "first")
    assert "also" not in why(copier, "first")
    assert re.search(r"private page \S+, count 1\n", why(copier, "first"))
    assert "a write faults and copies the page" in why(copier, "last")
    assert re.search(r"copies 2 tables? and the page", why(reader, "last"))
    assert re.search(rf"also +process {me} at .*the same level 2 table",
                     why(reader, "last"))
    assert "the object it belongs to: page 0" in why(me, "shared")
    assert "a write is SIGSEGV" in why(me, "code")
    assert "nothing may be here" in why(me, "none")

    queue = found.data["runq"].split("next first")[1]
    assert f"{child['3']}.1 zoo" in queue
    assert f"runs            {me}.1 zoo" in found.data["runq"]


@both
def test_symbols_follow(debug, debugger):
    """Programs have their symbols; fork is crossed as asked."""
    found = debug("symbols_follow.py", "forkdemo -g 4", debugger=debugger)
    assert found.data["children"][0] < found.data["children"][1]


@both
def test_back(debug, debugger):
    """Back 20 stops and forward again, in 50 jumps, and run once more."""
    found = debug("travel_back.py", "forkdemo 3", debugger=debugger)
    assert len(found.data["counts"]) == 26


def test_back_with_watchpoint(debug):
    """A watchpoint goes along."""
    said = debug("travel_watch.py", "forkdemo 3").output
    values = re.findall(r"^Old value = (\d+)\nNew value = (\d+)$", said, re.M)
    assert len(values) == 5 + 4
    assert all(int(new) == int(old) + 1 for old, new in values), values


@pytest.mark.parametrize("bug", [1, 2])
def test_back_to(debug, monkeypatch, bug):
    """The culprit of a planted bug: see tests/kernel/plant.c."""
    monkeypatch.setenv("PLANTED", str(bug))
    found = debug("back_to.py", f"/tests/planted {bug}",
                  kernel="kernel-test.elf")
    culprit = {1: ("drop", "plant_drop"), 2: ("writable", "plant_writable")}
    word, function = culprit[bug]
    assert function in found.data[word][:2], found.data
    assert "fork_hooks_run" in found.data[word], found.data


CRASHES = {"null": ("the kernel read address 0x8", "crash_null"),
           "assert": ("zero is 0, on purpose", "crash_assert"),
           "stack": ("kernel stack overflow", "crash_deeper"),
           "jump": ("the kernel jumped to address 0x1000", "crash_if_asked")}


@pytest.mark.parametrize("way", CRASHES)
def test_panic_stops(debug, way):
    """A panic stops in GDB, before the machine is gone."""
    found = debug("crash_panic.py", "true", kernel="kernel-test.elf",
                  append=f"crash={way}")
    text, culprit = CRASHES[way]
    assert re.search(r"^\[the kernel panics: .*" + text, found.data["why"],
                     re.M), found.data["why"]
    assert culprit in found.data["bt"], found.data["bt"]


def test_panic_leaves_all_alive(debug):
    """Of a panic among processes GDB shows all of them."""
    debug("crash_alive.py", "/tests/zoo")


def test_not_slowed(debug, at_end):
    """A kernel executes the same instructions, debugged or not."""
    with at_end("/tests/counted", "gdb.tar") as machine:
        alone = [rest.split() for word, rest in machine.records()
                 if word == "counted"]
    assert len(alone) == 1, machine.explain()
    found = debug("counted.py", "/tests/counted")
    # The stop at the beginning has let the clock jump ahead; no more.
    assert found.list("counted") == 2 * [
        [str(int(n) + found.data["ahead"]) for n in alone[0]]]


def test_end_stops(debug):
    """So does a machine that ends by itself; it comes again as it was."""
    said = debug("crash_end.py", "forkdemo 3").output
    # What a script asks for is not printed; what follow met is, once, and
    # what tour met.
    assert said.count("[the machine ends by itself") == 2


def tours(image, debugger, *names):
    """What make tour-print prints."""
    text = ""
    for name in names:
        made = gdbrun.machine(built("kernel.elf"), image(
            "rootfs.tar", text={"etc/exec": f"tourdemo {name}\n"}))
        env = dict(os.environ, HOME="/nonexistent")
        try:
            gdbrun.launch(made)
            text += gdbrun.tour_output(made, debugger, built("kernel.elf"),
                                       [name], env, HANG)
        finally:
            made.close()
    return text


TOURS = {"fork": 10, "cow": 5, "vfork": 6, "lwp": 6}


@pytest.mark.parametrize("name", TOURS)
def test_tour(image, name):
    """The same every time, for another GDB too; and to be read."""
    text = tours(image, "gdb", name)
    assert tours(image, "gdb", name) == text
    if shutil.which("gdb-multiarch"):
        assert tours(image, "gdb-multiarch", name) == text
    assert max(map(len, text.splitlines())) <= 80
    assert "~" not in text              # a line that was cut
    stops = re.split(rf"^{name} \d: \w+\n", text, flags=re.M)[1:]
    assert len(stops) == TOURS[name]
    for stop in stops:
        words, picture = stop.strip().split("\n\n", 1)
        words = " ".join(words.split())
        assert len(re.findall(r"[.!?](?= |$)", words)) == 3, words
        assert picture.strip()
    if name == "fork":
        assert set(re.findall(r"^fork (\d):", text, re.M)) == set("12345678")


def test_tour_in_docs(request, image):
    """The pictures in docs/ are what the tours draw."""
    import tourdoc
    found = tourdoc.blocks(tours(image, "gdb", *TOURS))
    stale, seen = [], 0
    for doc in ("docs/tour-of-fork.md", "docs/tours.md"):
        text = (ROOT / doc).read_text()
        seen += len(tourdoc.BLOCK.findall(text))
        stale += tourdoc.renewed(text, found)[1]
    if stale or seen < 13:
        complain(request, "the pictures of the tours in docs/",
                 f"{seen} pictures, stale: {stale}; make tour-doc renews "
                 "them")


def test_sessions_in_docs(request, monkeypatch):
    """docs/debugging.md shows what GDB says, in every session."""
    monkeypatch.chdir(ROOT)
    build = os.path.relpath(BUILD, ROOT)
    text = (ROOT / "docs/debugging.md").read_text()
    with_these = debugdoc.TOOLS.search(text)[1]
    if debugdoc.tools(build) != with_these:
        pytest.skip(f"the document is of {with_these}, not of "
                    f"{debugdoc.tools(build)}")
    try:
        wrong = debugdoc.renewed(text, debugdoc.answers(text, build))[1]
    except debugdoc.Failed as e:
        wrong = [str(e)]
    if len(debugdoc.BLOCK.findall(text)) < 20:
        wrong.append("there are fewer than 20 sessions")
    if wrong:
        complain(request, "the sessions in docs/debugging.md",
                 "\n".join(wrong) + "\nmake debug-doc renews them")


def test_tour_step_by_step(debug):
    """tour next, as a front end says it; and what is no tour."""
    debug("tour_steps.py", "tourdemo cow")


@pytest.mark.parametrize("script, command", (
    ("newborn.py", "forkdemo 1"), ("memory.py", "/tests/zoo")))
def test_own_gdbinit(debug, tmp_path, script, command):
    """A user's own settings change nothing that we rely on."""
    (tmp_path / ".gdbinit").write_text(
        "set confirm on\nset pagination on\nset print pretty on\n"
        "set disassembly-flavor intel\nset architecture i386\n"
        "set auto-load safe-path /nonexistent\nset print address off\n"
        "define bt\necho mine\\n\nend\ndefine proc\necho mine\\n\nend\n"
        "set auto-load off\nset height 10\nset breakpoint pending off\n"
        "set language pascal\nset input-radix 16\nset output-radix 16\n"
        "set max-value-size 64\nset print elements 4\n"
        "set print symbol off\nset print max-depth 1\nset width 40\n"
        "set python print-stack full\nset multiple-symbols ask\n"
        "define hook-stop\necho mine\\n\nend\nalias vm = info proc\n"
        "alias why = info line\ndefine select\necho mine\\n\nend\n")
    debug(script, command, home=tmp_path)


def test_attach(image):
    """GDB joins a shell's session (make run GDB=1), looks, and leaves it."""
    machine = qemu.Machine(kernel=built("kernel.elf"),
                           initrd=built("rootfs.tar"))
    stub = os.path.join(machine.directory, "gdb")
    machine.args += gdbrun.stub_arguments(stub, stopped=False)
    with machine:
        machine.expect(r"^\$ $", HANG)
        args = gdbrun.gdb_arguments("gdb", built("kernel.elf"), stub, None,
                                    ["-ex", "proc", "-ex", "bt 2.1"])
        said = gdbrun.unattended(
            args, HANG, dict(os.environ, HOME="/nonexistent")).stdout
        assert re.search(r"1 init +active", said), said
        assert re.search(r"2 sh +active", said), said
        assert "syscall_entry ()" in said and " main (" in said, said
        here = len(machine.serial)
        machine.send("echo still $((40 + 2))\n")
        machine.expect(r"^still 42$", HANG, here)


def test_vscode(request, image):
    """What the launch configuration tells GDB works over GDB/MI."""
    config = json.loads((ROOT / ".vscode/launch.json").read_text())
    tasks = json.loads((ROOT / ".vscode/tasks.json").read_text())
    first = config["configurations"][0]
    assert first["preLaunchTask"] == tasks["tasks"][0]["label"]
    made = gdbrun.machine(built("kernel.elf"), image(
        "rootfs.tar", text={"etc/exec": "forkdemo 1\n"}))
    lines = [c["text"].replace("build/gdb.sock", made.stub).replace(
        "build/kernel.elf", built("kernel.elf"))
        for c in first["customLaunchSetupCommands"]]
    assert first["launchCompleteCommand"] == "exec-continue"
    lines += ["-exec-continue", "break-in forkdemo main", "-exec-continue",
              "-interpreter-exec console proc",
              "-interpreter-exec console \"select 1.1\"", "kill",
              "-gdb-exit"]
    try:
        gdbrun.launch(made)
        with subprocess.Popen(
                ["timeout", "-s", "KILL", str(HANG), "gdb", "-i=mi", "-q",
                 "-nx"], cwd=ROOT, stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                text=True) as gdb:
            said = ""
            for line in lines:
                gdb.stdin.write(line + "\n")
                gdb.stdin.flush()
                wanted = "*stopped,reason" if "continue" in line else "^"
                for reply in gdb.stdout:
                    said += reply
                    if reply.startswith(wanted):
                        break
            gdb.wait()
    finally:
        made.close()
    assert 'func="pvh_entry"' in said, said
    assert "2 forkdemo" in said, said
    assert "moves the machine without asking us" in said, said


def test_no_symbols_in_image(debug):
    """Debug information is on the host's side only."""
    iso = BUILD / "damselfly.iso"
    if not iso.exists():
        pytest.skip("the ISO is not built")
    text = iso.read_bytes()
    assert b".debug_info" not in text and b".debug_line" not in text
