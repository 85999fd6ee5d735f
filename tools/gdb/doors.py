"""doors.py -- teach GDB the way from the kernel back to the program.

nasm writes no unwind tables, and at the doors of the kernel (syscall_entry,
the trap stubs, fork_trampoline) the stack holds a trapframe instead of what
a C caller leaves.  Two pieces:

    tables   for a backtrace that comes from C: a small file with DWARF
             call frame information for the instruction behind each call in
             the doors, made here from the disassembly and given to GDB.
             GDB prints "<signal handler called>" for such a frame: that is
             its word for "here somebody was interrupted"
    Doors    for the innermost frame, when one steps through a door itself
"""

import os
import struct
import tempfile

import gdb
import gdb.unwinder

import kernel

# Where the calls are, and how many words lie below the trapframe there.
RANGES = (
    ("syscall_entry", "return_to_user_iretq", 0),
    ("fork_trampoline", "syscall_entry", 0),
    ("alltraps", "alltraps.kernel", 0),
    ("alltraps.kernel", "alltraps.bad_return", 2),
    ("alltraps.bad_return", "anytime", 0),
    ("anytime", None, 2),
)
# DWARF numbers of the registers, and which of them a program may not lose.
DWARF = {"rax": 0, "rdx": 1, "rcx": 2, "rbx": 3, "rsi": 4, "rdi": 5,
         "rbp": 6, "rsp": 7, "r8": 8, "r9": 9, "r10": 10, "r11": 11,
         "r12": 12, "r13": 13, "r14": 14, "r15": 15, "rip": 16}
WORD = 8


def uleb(n):
    out = b""
    while True:
        n, low = n >> 7, n & 0x7f
        out += bytes([low | (0x80 if n else 0)])
        if not n:
            return out


def sleb(n):
    out = b""
    while True:
        low, n = n & 0x7f, n >> 7
        last = (n == 0 and not low & 0x40) or (n == -1 and low & 0x40)
        out += bytes([low | (0 if last else 0x80)])
        if last:
            return out


def calls(start, end):
    """(address behind, text) of each call from start to end or iretq."""
    arch = gdb.selected_inferior().architecture()
    while end is None or start < end:
        insn = arch.disassemble(start)[0]
        start += insn["length"]
        if insn["asm"].startswith("call"):
            yield start, insn["asm"]
        if end is None and insn["asm"].startswith("iret"):
            return


def entry(body):
    pad = -(len(body) + 4) % 8
    return struct.pack("<I", len(body) + pad) + body + b"\0" * pad


def rules(below):
    """CFA: the end of the trapframe; every register lies in there."""
    size = kernel.ctype("struct trapframe").sizeof
    out = b"\x0c" + uleb(7) + uleb(size + below * WORD)  # def_cfa rsp
    for name, number in DWARF.items():
        at = kernel.field_offset("struct trapframe", "tf_" + name)
        out += b"\x11" + uleb(number) + sleb(at - size)  # offset_extended_sf
    return out


def debug_frame(places):
    cie = entry(struct.pack("<IB", 0xffffffff, 1) + b"zS\0"
                + uleb(1) + sleb(1) + bytes([16]) + uleb(0))
    out = cie
    for address, below in places:
        out += entry(struct.pack("<IQQ", 0, address, 1) + uleb(0)
                     + rules(below))
    return out


def elf(frame):
    """An ELF file with nothing but .debug_frame in it."""
    names = b"\0.debug_frame\0.shstrtab\0.text\0"
    frame_at, names_at = 64, 64 + len(frame)
    table_at = names_at + len(names) + (-(names_at + len(names)) % 8)

    def section(name, kind, flags, offset, size):
        return struct.pack("<IIQQQQIIQQ", name, kind, flags, 0, offset,
                           size, 0, 0, 1, 0)

    header = struct.pack("<16sHHIQQQIHHHHHH", b"\x7fELF\2\1\1" + b"\0" * 9,
                         2, 62, 1, 0, 0, table_at, 0, 64, 0, 0, 64, 4, 2)
    table = (b"\0" * 64 + section(1, 1, 0, frame_at, len(frame))
             + section(14, 3, 0, names_at, len(names))
             + section(24, 8, 6, frame_at, 0))
    image = header + frame + names
    return image + b"\0" * (table_at - len(image)) + table


def places():
    """(address, words below the trapframe) behind every call."""
    found = []
    for first, last, below in RANGES:
        start = kernel.address(first)
        end = kernel.address(last) if last else None
        for behind, asm in calls(start, end):
            # fork_trampoline aligns one of its calls by two words.
            extra = 2 if asm.rstrip(")").endswith("rbx") else 0
            found.append((behind, below + extra))
    return found


def load_tables():
    """The file lies beside the kernel, which it belongs to."""
    image = elf(debug_frame(places()))
    path = kernel.objfile().filename + ".doors"
    if not os.path.exists(path) or open(path, "rb").read() != image:
        handle, new = tempfile.mkstemp(dir=os.path.dirname(path))
        with os.fdopen(handle, "wb") as f:
            f.write(image)
        os.replace(new, path)
    gdb.execute(f'add-symbol-file "{path}" -s .text 0', to_string=True)


# ---------------------------------------------- the innermost frame

class FrameId:
    def __init__(self, sp, pc):
        self.sp, self.pc = sp, pc


KEPT = ("rbx", "rbp", "r12", "r13", "r14", "r15")


class Doors(gdb.unwinder.Unwinder):
    """
    One steps through a door.  On the way in, the registers still hold what
    the program had until "xor ebp, ebp"; on the way out the trapframe does.

    The frame is filed under the program's stack pointer, so that GDB does
    not take the step down to the program's stack for a damaged stack.
    """
    def __init__(self):
        super().__init__("damselfly-doors")
        self.size = kernel.ctype("struct trapframe").sizeof
        self.entry = kernel.address("syscall_entry")
        self.after = kernel.address("return_to_user_iretq") + 2
        self.newborn = kernel.address("fork_trampoline")
        self.newborn_end = self.entry
        self.traps = kernel.address("trap_stub_0")
        self.traps_end = kernel.address("alltraps.kernel")
        self.cleared = []
        for start in (self.entry, kernel.address("alltraps.user")):
            arch = gdb.selected_inferior().architecture()
            for insn in arch.disassemble(start, start + 120):
                if insn["asm"].startswith("xor") and "ebp" in insn["asm"]:
                    self.cleared.append(insn["addr"])
                    break

    def __call__(self, pending):
        if pending.level() != 0:
            return None
        pc = pending.read_register("rip")
        at = int(pc) & (1 << 64) - 1
        try:
            if self.newborn <= at < self.newborn_end:
                # Two words more while "call rbx" is prepared.
                sp = int(pending.read_register("rsp"))
                top = int(kernel_cpu(pending)["gd_kstack"]) - self.size
                if not 0 <= top - sp <= 2 * WORD:
                    top = sp        # lent to a newborn: not the cpu's own
                return self.unwind(pending, pc, top, KEPT, False)
            top = int(kernel_cpu(pending)["gd_kstack"]) - self.size
            if self.entry <= at < self.after:
                way_in = at <= self.cleared[0]
                return self.unwind(pending, pc, top, KEPT, way_in, way_in)
            if self.traps <= at < self.traps_end:
                sp = int(pending.read_register("rsp")) & (1 << 64) - 1
                if top <= sp <= top + self.size:
                    return self.unwind(pending, pc, top, KEPT,
                                       at <= self.cleared[1])
        except (gdb.error, gdb.GdbError):
            pass
        return None

    def unwind(self, pending, pc, top, kept, live, by_syscall=False):
        """live: the registers have not been cleared yet."""
        frame = kernel.pointer(top, "struct trapframe")
        sp = pending.read_register("rsp")
        if by_syscall:
            rip = pending.read_register("rcx")
            if kernel.is_kernel(int(sp) & (1 << 64) - 1):
                sp = kernel_cpu(pending)["gd_scratch"]
        else:
            rip, sp = frame["tf_rip"], frame["tf_rsp"]
        info = pending.create_unwind_info(FrameId(sp - 2 * WORD, pc))
        info.add_saved_register("rip", rip)
        info.add_saved_register("rsp", sp)
        for name in kept:
            info.add_saved_register(name, pending.read_register(name)
                                    if live else frame["tf_" + name])
        return info


def kernel_cpu(pending):
    for name in ("gs_base", "k_gs_base"):
        base = int(pending.read_register(name)) & (1 << 64) - 1
        if kernel.is_kernel(base):
            return kernel.pointer(base, "struct globaldata").dereference()
    raise kernel.NotUp()


def install():
    load_tables()
    gdb.unwinder.register_unwinder(None, Doors(), replace=True)
