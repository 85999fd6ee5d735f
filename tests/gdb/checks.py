"""checks.py -- for the scripts of tests/gdb, which run inside GDB.

A script says what it found in lines that tests/test_gdb.py reads:

    check(cond, what)   "@ok what", or "@bad what" and the script ends
    data(word, value)   "@data [word, value]", in JSON
    done()              "@done": it came to its end

and moves the machine by go(), to a breakpoint set by at().
"""

import json
import os
import re
import sys

import gdb

import kernel
import symbols


def check(cond, what):
    sys.stderr.flush()
    print(f"@{'ok' if cond else 'bad'} {what}", flush=True)
    if not cond:
        gdb.execute("quit 1")
        raise SystemExit


def same(found, expected, what):
    check(found == expected, what if found == expected
          else f"{what}: {found!r}, not {expected!r}")


def data(word, value):
    print(f"@data {json.dumps([word, value])}", flush=True)


def done():
    print("@done", flush=True)


def said(command):
    """What a command of GDB prints, its colours taken away."""
    text = gdb.execute(command, to_string=True)
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def narrow(text):
    """Every line fits a terminal."""
    wide = [line for line in text.splitlines() if len(line) > 80]
    check(not wide, f"at most 80 columns {wide[:2]}")
    return text


def at(where, condition=None, temporary=True):
    b = gdb.Breakpoint(where, temporary=temporary)
    if condition:
        b.condition = condition
    return b


def go():
    """Let it run to a breakpoint; its number."""
    hit = []

    def stopped(event):
        if isinstance(event, gdb.BreakpointEvent):
            hit.extend(b.number for b in event.breakpoints)

    gdb.events.stop.connect(stopped)
    gdb.execute("continue", to_string=True)
    gdb.events.stop.disconnect(stopped)
    check(hit, "stopped at a breakpoint")
    return hit[0]


def in_program(name, function):
    """Break in a program that perhaps nobody runs yet."""
    build = os.path.dirname(kernel.objfile().filename)
    for folder in ("tests/gdb", "user/bin", "tests/user"):
        path = os.path.join(build, folder, name)
        if os.path.exists(path):
            break
    symbols.load(symbols.pathlib.Path(path))
    address = int(gdb.parse_and_eval(f"&{function}"))
    symbols.load(None)
    return at(f"*{address:#x}",
              f'$_runs("{name}")')


def comm():
    p = kernel.curproc()
    return "" if p is None else kernel.text(p["p_comm"])
