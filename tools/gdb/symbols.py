"""symbols.py -- the symbols of the program that is current follow it.

Programs all lie at the same addresses, so only one program's symbols can be
in GDB at a time: those of the process whose memory the cpu shows.  They come
from the linked files on the host (build/user/bin ...), which have debug
information; what is in the image has none.
"""

import contextlib
import pathlib

import gdb

import consts
import kernel

_loaded = None                  # path of the file whose symbols GDB has
_folders = []                   # where programs may be


def folders():
    if _folders:
        return _folders
    build = pathlib.Path(kernel.objfile().filename).resolve().parent
    return [build / "user/bin", build / "tests/user", build / "tests/gdb",
            *build.glob("progs*"), build / "bench"]


def program_of(p):
    """The linked file of the program a process runs, or None."""
    if p is None:
        return None
    name = kernel.text(p["p_comm"])
    for folder in folders():
        path = folder / name
        if path.is_file():
            return path
    return None


def load(path):
    """That program's symbols and no other's."""
    global _loaded
    if path == _loaded:
        return
    if _loaded is not None:
        try:
            gdb.execute(f"remove-symbol-file {_loaded}", to_string=True)
        except gdb.error:
            pass
        _loaded = None
    if path is not None:
        gdb.execute(f"add-symbol-file {path}", to_string=True)
        _loaded = path


def follow():
    """The symbols of what runs now."""
    try:
        load(program_of(kernel.curproc()))
    except gdb.GdbError:
        pass                    # too early for processes


@contextlib.contextmanager
def of(p):
    """Another process's symbols, for the length of a with statement."""
    before = _loaded
    load(program_of(p))
    try:
        yield
    finally:
        load(before)


class Program(gdb.Function):
    """$_program(): name of the program that the current process runs."""
    def __init__(self):
        super().__init__("_program")

    def invoke(self):
        p = kernel.curproc()
        return "" if p is None else kernel.text(p["p_comm"])


class Pid(gdb.Function):
    """$_pid(): the current process, -1 in a kernel thread."""
    def __init__(self):
        super().__init__("_pid")

    def invoke(self):
        p = kernel.curproc()
        return -1 if p is None else int(p["p_pid"])


def _stopped(event):
    follow()


def install(extra=()):
    _folders[:] = []
    for folder in extra:
        _folders.append(pathlib.Path(folder).resolve())
    if extra:
        base = [f for f in folders() if f not in _folders]
        _folders.extend(base)
    Program()
    Pid()
    gdb.events.stop.connect(_stopped)
