"""kstack.py -- kstack PID.TID: a kernel stack, word by word."""

import gdb

import context
import kernel
import lwp
import show

WORD = 8
MOST = 48                       # words of plain stack that are shown


def fields(typename):
    """[(offset, size, name)] of the fields of a structure."""
    return [(f.bitpos // 8, f.type.strip_typedefs().sizeof, f.name)
            for f in kernel.ctype(typename).fields()]


def meaning(value):
    """What a word that is an address leads to."""
    if not value or value < 0x1000:
        return ""
    if not kernel.is_kernel(value):
        return ""
    if kernel.address("text_start") <= value < kernel.address("text_end"):
        # A return address: the call is before it.
        return "return into " + kernel.symbol_at(value - 1).split("+")[0]
    return kernel.symbol_at(value)


def word(addr):
    return int(kernel.pointer(addr, "unsigned long").dereference())


_bottom = 0                     # of the stack that is being drawn


def line(addr, value, label, note=""):
    show.say(f"  +{addr - _bottom:04x}  {value:#018x}  "
             f"{show.pad(label, 12)} {note}")


def ruler(text):
    show.say("  " + show.cyan(f"-- {text} " + "-" * (70 - len(text))))


def draw_struct(base, typename, title, notes):
    """One structure, its last word first; big fields are one line."""
    ruler(f"{title}: struct {typename.split()[-1]} at {base:#x}")
    for offset, size, name in reversed(fields(typename)):
        note = notes.get(name, "")
        if size == WORD:
            value = word(base + offset)
            line(base + offset, value, name, note or meaning(value))
        else:
            show.say(f"  +{base + offset - _bottom:04x}  "
                     f"{f'({size} bytes)':<18}  "
                     f"{show.pad(name, 12)} {note}")


FRAME_NOTES = {
    "tf_rip": "where the program goes on", "tf_rsp": "its stack",
    "tf_rflags": "its flags; bit 0: an error",
    "tf_trapno": "0x80: by a system call",
    "tf_rax": "number of the call, result",
    "tf_rdx": "third argument, second result",
    "tf_rdi": "first argument",
}
PCB_NOTES = {
    "pcb_save": "x87 and SSE registers", "pcb_cr3": "its page table",
    "pcb_fsbase": "TLS", "pcb_gsbase": "TLS",
    "pcb_onfault": "where a failing copyin goes on",
}
SWITCH_NOTES = {"sf_rbp": "the caller's frame"}
NEWBORN_NOTES = {
    "sf_ret": "fork_trampoline: the way in",
    "sf_rbp": "0: a backtrace ends here",
}


def newborn_notes(base):
    frame = kernel.pointer(base, "struct switchframe")
    called = kernel.symbol_at(int(frame["sf_rbx"]))
    return {**NEWBORN_NOTES,
            "sf_rbx": f"{called}: the function to call",
            "sf_r12": "its argument" + (
                ", this LWP" if called == "fork_return" else "")}


def plain(high, low):
    """Stack words that belong to C functions, the highest first."""
    if high <= low:
        return
    ruler(f"C functions: {(high - low) // WORD} words")
    shown = 0
    for addr in range(high - WORD, low - WORD, -WORD):
        value = word(addr)
        note = meaning(value)
        if (high - low) // WORD > MOST and not note:
            continue            # of a deep stack only what has a name
        line(addr, value, "", note)
        shown += 1
    left = (high - low) // WORD - shown
    if left:
        show.say(f"  ({left} words without a name are not shown)")


def draw(td, lp=None):
    global _bottom
    size = int(td["td_kstack_size"])
    _bottom = bottom = int(td["td_kstack"]) & (1 << 64) - 1
    pcb = int(td["td_pcb"]) & (1 << 64) - 1
    running = int(td) == int(kernel.curthread())
    sp = kernel.register("rsp") if running else int(td["td_sp"])
    user = not bottom <= sp <= bottom + size
    if running and user:        # in its program: the kernel stack is empty
        sp = pcb
    who = kernel.lwp_name(lp) if lp is not None else \
        kernel.text(td["td_comm"])
    born = lp is not None and lwp.is_newborn(lp)
    show.heading(f"Kernel stack of {who}"
                 + (", which has never run" if born else "")
                 + f": {bottom:#x}..{bottom + size:#x}")
    show.say("  offset word                what it is")
    draw_struct(pcb, "struct pcb", "saved besides", PCB_NOTES)
    at = pcb
    frame_size = kernel.ctype("struct trapframe").sizeof
    if lp is not None and int(lp["lwp_md_regs"]) == pcb - frame_size \
            and sp <= pcb - frame_size:
        at -= frame_size
        draw_struct(at, "struct trapframe", "registers of the program",
                    FRAME_NOTES)
    low = sp
    framed = lwp.on_switchframe(td)
    if framed:
        low = sp + kernel.ctype("struct switchframe").sizeof
    plain(at, low)
    if framed:
        draw_struct(sp, "struct switchframe", "to go on with",
                    newborn_notes(sp) if born else SWITCH_NOTES)
    ruler(f"{'rsp' if running else 'td_sp'} = {sp:#x}")
    show.say(f"  {sp - bottom} of {size} bytes free; the page below "
             f"{bottom:#x} is not mapped")


class Kstack(show.Command):
    """The kernel stack of an LWP, word by word, high addresses first.

    What the words are: the pcb on top, the trapframe with the registers of
    the program, what C functions keep, and at the end the switchframe with
    which the LWP goes on.  A newborn's stack shows the picture of
    arch/x86_64/frame.h as cpu_fork built it."""
    NAME, USAGE, LEAST, MOST = "kstack", "kstack PID.TID", 1, 1

    def run(self, words):
        lp = kernel.parse_lwp(words[0])
        before = context.lent_to()
        context.give_back()
        try:
            draw(kernel.alive(lp)["lwp_thread"], lp)
        finally:
            if before is not None:
                context.lend(before)

    def words_for(self, n, text):
        return kernel.lwp_names()


def install():
    Kstack()
