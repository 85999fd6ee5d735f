"""
make exec, as a script or a lecturer's grader calls it: the program's output
is the only thing on stdout, its status is make's status.
"""

import os
import re
import subprocess

import pytest

from conftest import BUILD, ROOT, complain

PROGS = ROOT / "tests/progs"


def start_make_exec(command, *words):
    env = {k: v for k, v in os.environ.items()
           if not k.startswith(("MAKE", "MFLAGS"))}
    return subprocess.Popen(
        ["make", "-s", f"B={os.environ.get('DAMSELFLY_BUILD', 'build')}",
         "exec", f"CMD={command}", *words], cwd=ROOT, env=env, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE)


def end_of(make):
    stdout, stderr = make.communicate(timeout=900)
    return subprocess.CompletedProcess(make.args, make.returncode, stdout,
                                       stderr)


def make_exec(command, *words):
    return end_of(start_make_exec(command, *words))


# (command, what it prints, status)
@pytest.mark.parametrize("command,output,status", [
    ("true", "", 0),
    ('sh -c "exit 3"', "", 3),
    ("echo one; echo 'two  three'", "one\ntwo  three\n", 0),
    ("echo $((6 * 7)) | cat", "42\n", 0),
    ("no_such_program", None, 127),
    ("rforkdemo proc fdg cfdg",
     "rfork(RFPROC | RFFDG | RFCFDG): denied: Invalid argument\n", 0),
    ("rforkdemo -a | wc -l", "     257\n", 0),
    ("rforkdemo no_such_flag", None, 2),
    ("sh -c 'kill -9 $$'", None, 137),
])
def test_exec(request, command, output, status):
    result = make_exec(command)
    if result.returncode != status or output not in (None, result.stdout):
        complain(request, f"{output!r} and status {status}",
                 f"{result.stdout!r} and status {result.returncode}\n"
                 + result.stderr)


def expected_output(source):
    """What a program of tests/progs says in its first comment it prints."""
    block = re.search(r"prints:\n(.*?)\n \*/", source.read_text(), re.S)
    return "".join(line.removeprefix(" *").removeprefix("\t") + "\n"
                   for line in block[1].splitlines())


@pytest.mark.parametrize("name", sorted(p.stem for p in PROGS.glob("*.c")))
def test_progs(request, name):
    """Ordinary POSIX programs, unchanged, by PROGS=."""
    output = expected_output(PROGS / f"{name}.c")
    result = make_exec(name, "PROGS=tests/progs")
    if result.returncode != 0 or result.stdout != output:
        complain(request, f"{output!r} and status 0",
                 f"{result.stdout!r} and status {result.returncode}\n"
                 + result.stderr)


def test_progs_compile_error(request, tmp_path):
    """A mistake in a student's program is shown as the compiler says it."""
    (tmp_path / "wrong.c").write_text("int main(void) { return (x); }\n")
    result = make_exec("wrong", f"PROGS={tmp_path}")
    if result.returncode == 0 or "wrong.c:1" not in result.stderr:
        complain(request, "the compiler's message",
                 f"status {result.returncode}: {result.stderr}")


def test_many_at_once(request, tmp_path):
    """Graders run several at once in one folder: only one of them builds."""
    (tmp_path / "five.c").write_text("int main(void) { return (5); }\n")
    compiler = tmp_path / "cc"
    compiler.write_text(f"""#!/bin/sh
case " $* " in *" -c "*) ;; *) exec gcc "$@" ;; esac
echo "$$ begins" >>{tmp_path}/log
sleep 1
gcc "$@"
status=$?
echo "$$ ends" >>{tmp_path}/log
exit $status
""")
    compiler.chmod(0o755)
    makes = [start_make_exec("five", f"PROGS={tmp_path}", f"CC={compiler}")
             for _ in range(4)]
    results = [end_of(make) for make in makes]
    log = (tmp_path / "log").read_text()
    if [r.returncode for r in results] != [5] * 4 or log.count("begins") != 1:
        complain(request, "the status 5 four times, compiled once",
                 f"{[r.returncode for r in results]}, and\n{log}"
                 + "".join(r.stderr for r in results))


def test_uefi_needs_memory(request):
    """OVMF hangs below 64 MiB, so we refuse."""
    result = subprocess.run(
        ["/usr/bin/env", "python3", "tools/run.py", "shell", "--iso",
         str(BUILD / "damselfly.iso"), "--uefi", "--mem", "48"], cwd=ROOT,
        text=True, capture_output=True, timeout=60)
    if result.returncode == 0 or "64 MiB" not in result.stderr:
        complain(request, "a refusal that names 64 MiB", result.stderr)
