"""
Tests that need no machine: each program of tests/host, built by the
Makefile with AddressSanitizer and UBSan.
"""

import os
import subprocess

import pytest

from conftest import ROOT, built, complain

PROGRAMS = sorted(p.stem for p in (ROOT / "tests/host").glob("*.c")
                  if "cmocka_run_group_tests" in p.read_text())


@pytest.mark.parametrize("name", PROGRAMS)
def test_host(request, name):
    env = dict(os.environ, UBSAN_OPTIONS="print_stacktrace=1")
    result = subprocess.run([built(f"host/{name}")], cwd=ROOT, env=env,
                            capture_output=True, text=True, timeout=600)
    if result.returncode != 0:
        complain(request, "all tests of the program pass",
                 f"status {result.returncode}\n"
                 + result.stdout + result.stderr)
