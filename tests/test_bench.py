"""
The figures of make bench are kept: bench/expected.json says what each row
costs in guest instructions.  They are counts, the same on every machine, so
a test may judge them.
"""

import json
import shutil
import subprocess
import sys

import pytest

from conftest import ROOT, built, complain

BENCH = [sys.executable, str(ROOT / "tools/bench.py")]


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    path = str(tmp_path_factory.mktemp("bench") / "bench.json")
    done = subprocess.run(
        BENCH + ["run", "--kernel", built("kernel.elf"), "--initrd",
                 built("bench.tar"), "--json", path],
        capture_output=True, text=True)
    if done.returncode != 0:
        pytest.fail("make bench failed:\n" + done.stdout + done.stderr,
                    pytrace=False)
    return path


@pytest.mark.xdist_group("bench")
def test_no_row_has_grown(request, figures):
    done = subprocess.run(
        BENCH + ["check", "--json", figures, "--expected",
                 str(ROOT / "bench/expected.json")],
        capture_output=True, text=True)
    if done.returncode != 0:
        complain(request, "no row grows by more than 10 %", done.stdout)


@pytest.mark.xdist_group("bench")
def test_a_grown_row_is_noticed(request, figures, tmp_path):
    """The check itself: a figure a fifth larger is named."""
    path = str(tmp_path / "grown.json")
    shutil.copy(figures, path)
    with open(path) as f:
        document = json.load(f)
    row = next(r for r in document["rows"] if r["name"] == "fork_exit_wait")
    row["insns"] = row["insns"] * 6 // 5
    with open(path, "w") as f:
        json.dump(document, f)
    done = subprocess.run(
        BENCH + ["check", "--json", path, "--expected",
                 str(ROOT / "bench/expected.json")],
        capture_output=True, text=True)
    if done.returncode != 1 or "fork_exit_wait 0" not in done.stdout:
        complain(request, "fork_exit_wait is named and the check fails",
                 f"status {done.returncode}, {done.stdout!r}")


@pytest.mark.xdist_group("bench")
def test_fork_does_not_grow_with_memory(request, figures):
    with open(figures) as f:
        rows = {(r["name"], r["param"]): r["insns"]
                for r in json.load(f)["rows"]}
    for name in ("fork_return_mib", "fork_exit_wait_mib"):
        small, large = rows[(name, 1)], rows[(name, 1024)]
        if abs(large - small) > small * 0.05:
            complain(request, f"{name}: 1 GiB within 5 % of 1 MiB",
                     f"{small:,} and {large:,} instructions")
