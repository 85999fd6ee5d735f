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
before_unload = []              # to be called while they are still there
_folders = []                   # where programs may be


def folders():
    if _folders:
        return _folders
    build = pathlib.Path(kernel.objfile().filename).resolve().parent
    return [*build.glob("progs*"), build / "user/bin", build / "tests/user",
            build / "tests/gdb", build / "bench"]


def programs():
    """The names of all programs that were built."""
    return sorted({f.name for folder in folders() if folder.is_dir()
                   for f in folder.iterdir() if "." not in f.name
                   or f.name.startswith("t-")})


def program_of(p):
    """The linked file of the program a process runs, or None."""
    return None if p is None else find(kernel.text(p["p_comm"]))


def find(name):
    """The linked file of a program, or None."""
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
        for call in before_unload:
            call()
        try:
            gdb.execute(f'remove-symbol-file "{_loaded}"', to_string=True)
        except gdb.error:
            pass
        _loaded = None
    if path is not None:
        gdb.execute(f'add-symbol-file "{path}"', to_string=True)
        _loaded = path


def follow():
    """The symbols of what runs now."""
    try:
        load(program_of(kernel.curproc()))
    except gdb.GdbError:
        pass                    # too early for processes


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


def fetched():
    """
    Is the instruction at rip in memory?  QEMU reports a breakpoint before
    the cpu finds out that the page is not there yet; the instruction comes
    again behind the page fault, and that time is the one that counts.
    """
    try:
        gdb.selected_inferior().read_memory(kernel.register("rip"), 1)
        return True
    except gdb.MemoryError:
        return False


class At(gdb.Function):
    """$_at(PID): that process executes this instruction now."""
    def __init__(self):
        super().__init__("_at")

    def invoke(self, pid):
        p = kernel.curproc()
        return p is not None and int(p["p_pid"]) == int(pid) and fetched()


class Runs(gdb.Function):
    """$_runs(NAME): a process that runs this program does."""
    def __init__(self):
        super().__init__("_runs")

    def invoke(self, name):
        p = kernel.curproc()
        return p is not None and kernel.text(p["p_comm"]) == name.string() \
            and fetched()


class Tid(gdb.Function):
    """$_tid(): the LWP that runs, within its process; 0 if none does."""
    def __init__(self):
        super().__init__("_tid")

    def invoke(self):
        lp = kernel.curlwp()
        return 0 if lp is None else int(lp["lwp_tid"])


class Lwps(gdb.Function):
    """$_lwps(): how many LWPs the current process has."""
    def __init__(self):
        super().__init__("_lwps")

    def invoke(self):
        p = kernel.curproc()
        return 0 if p is None else int(p["p_nthreads"])


@contextlib.contextmanager
def only(path):
    """The symbols of a program nobody may run, for a with statement."""
    before = _loaded
    load(path)
    try:
        yield
    finally:
        load(before)


def _stopped(event):
    before = _loaded
    follow()
    if _loaded is not None and _loaded != before and kernel.in_user_mode():
        # GDB has said where we are before it knew these symbols.
        gdb.execute("frame")


def install(extra=()):
    _folders[:] = []
    for folder in extra:
        _folders.append(pathlib.Path(folder).resolve())
    if extra:
        base = [f for f in folders() if f not in _folders]
        _folders.extend(base)
    Program()
    Pid()
    At()
    Runs()
    Tid()
    Lwps()
    gdb.events.stop.connect(_stopped)
