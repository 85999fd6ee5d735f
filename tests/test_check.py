"""
The checks bite: each rule of make check finds a file that breaks it, and a
file that keeps them all is left in peace.
"""

import shutil
import subprocess
import sys

import pytest

from conftest import ROOT, complain

GOOD = ("/*\n * good.c -- a good file.\n */\n"
        "int\none(void)\n{\n\treturn (1);\n}\n")


def check(tmp_path, tool, files):
    (tmp_path / "tools").mkdir()
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/ids.md").write_text("T-1.1: a test\n")
    shutil.copy(ROOT / "tools" / tool, tmp_path / "tools")
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return subprocess.run([sys.executable, str(tmp_path / "tools" / tool)],
                          capture_output=True, text=True)


def body(lines):
    return "int\none(void)\n{\n" + "\tx++;\n" * lines + "}\n"


STYLE = {
    "kernel/a.c:1: begin with a comment": "int x;\n",
    "kernel/a.c:2: longer than 80": "/* a */\n\t/* " + "x" * 72 + " */\n",
    "kernel/a.c:2: white space": "/* a */\nint x; \n",
    "kernel/a.c:2: indented by spaces": "/* a */\n        int x;\n",
    "kernel/a.c:5: write return (value)":
        "/* a */\nint\none(void)\n{\n\treturn 1;\n}\n",
    "kernel/a.c:2: unfinished": "/* a */\n/* TO" + "DO */\n",
    "kernel/a.c:2: code that is switched off": "/* a */\n#if 0\n#endif\n",
    "kernel/a.c:2: T-" + "9.99 is not defined":
        "/* a */\n/* T-" + "9.99 */\n",
    "kernel/a.c:3: a function of 63 lines": "/* a */\n" + body(60),
    "kernel/a.c:402: more than 400 lines": "/* a */\n" + "\n" * 401,
    "kernel/a.c:2: the name of a function begins":
        "/* a */\nint one(void)\n{\n}\n",
    "kernel/a.c:1: no newline at the end": "/* a */",
}

LAYERS = {
    "lib/a.c:1:": "lib/ includes nothing",
    "vm/a.c:1:": "vm_glue.c",
    "kernel/a.c:1:": "kernel/machdep.h",
}


@pytest.mark.parametrize("wanted", STYLE)
def test_style(request, tmp_path, wanted):
    result = check(tmp_path, "check_style.py", {"kernel/a.c": STYLE[wanted]})
    if result.returncode == 0 or wanted not in result.stdout:
        complain(request, wanted, result.stdout + result.stderr)


def test_style_good(request, tmp_path):
    result = check(tmp_path, "check_style.py",
                   {"kernel/good.c": GOOD + "/* T-1.1 */\n"})
    if result.returncode != 0:
        complain(request, "nothing", result.stdout + result.stderr)


@pytest.mark.parametrize("place", LAYERS)
def test_layers(request, tmp_path, place):
    target = "arch/x86_64/regs.h" if place[0] == "k" else "kernel/proc.h"
    result = check(tmp_path, "check_layers.py", {
        target: GOOD, place.split(":")[0]: f'#include "{target}"\n'})
    if place not in result.stdout or LAYERS[place] not in result.stdout:
        complain(request, place + LAYERS[place], result.stdout)


def test_layers_root_and_system(request, tmp_path):
    result = check(tmp_path, "check_layers.py", {
        "kernel/a.c": '#include "kern.h"\n#include <stdio.h>\n'
                      '#include <stdint.h>\n#include "lib/b.h"\n',
        "lib/b.h": GOOD})
    if len(result.stdout.splitlines()) != 2:
        complain(request, "two findings", result.stdout)
