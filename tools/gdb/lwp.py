"""lwp.py -- lwp: the threads of a process, and the tree they are in."""

import consts
import context
import gdb
import kernel
import show

STATES = {"LSRUN": "run", "LSSTOP": "stopped", "LSSLEEP": "sleep"}


def state(lp):
    if kernel.is_running(lp):
        return "RUNNING"
    if kernel.is_dead(lp):
        return "dead"
    name = consts.names("kernel/abi/sysctl.h", "LS").get(
        int(lp["lwp_stat"]), "?")
    flags = consts.flag_words(int(lp["lwp_flag"]), kernel.PROC_H, "LWP_")
    return "queued" if "onrunq" in flags else STATES.get(name, name)


def waits_for(lp):
    """The word that ps shows, and what it sleeps on."""
    td = lp["lwp_thread"]
    if kernel.is_running(lp) or int(td["td_wchan"]) == 0:
        return ""
    name = kernel.symbol_at(int(td["td_wchan"]))
    word = kernel.text(td["td_wmesg"])
    return word + (f" ({name})" if name else "")


def on_switchframe(td):
    """Does its stack end in a switchframe: it is off the cpu, or just on?"""
    if int(td) != int(kernel.curthread()):
        return True
    inside = kernel.symbol_at(kernel.register("rip")).split("+")[0]
    return (inside.startswith(("switch_to", "load_bases",
                               "cpu_switch_running"))
            and kernel.register("rsp") == int(td["td_sp"]) & (1 << 64) - 1)


def is_newborn(lp):
    """Has it never run?  Then it will "return" into fork_trampoline."""
    td = lp["lwp_thread"]
    if kernel.is_dead(lp) or not on_switchframe(td):
        return False
    frame = kernel.pointer(int(td["td_sp"]), "struct switchframe")
    return int(frame["sf_ret"]) == kernel.address("fork_trampoline")


def where(lp):
    """(place in the kernel, place in the program)"""
    regs = lp["lwp_md_regs"]
    if kernel.is_running(lp):
        pc = kernel.register("rip")
        if kernel.in_user_mode():
            return "-", f"{pc:#x}"
        inside = kernel.symbol_at(pc).split("+")[0]
    elif kernel.is_dead(lp):
        return "-", "-"
    elif is_newborn(lp):
        inside = "fork_trampoline"
    else:
        inside = caller_of_switch(lp)
    user = f"{int(regs['tf_rip']):#x}" if int(regs) else "-"
    return inside or "?", user


SWITCHING = ("lwkt_switch", "lwkt_yield", "tsleep", "ssleep",
             "rr_wait_until_current", "rr_acquire_curproc", "rr_yield",
             "sleep_now")


def caller_of_switch(lp):
    """The function that wanted to wait: the first that is no scheduler."""
    regs = context.registers_of(lp)
    pc, rbp = regs["rip"], regs["rbp"]
    for _ in range(12):
        name = kernel.symbol_at(pc - 1).split("+")[0]
        if name not in SWITCHING or not kernel.is_kernel(rbp):
            return name
        frame = kernel.pointer(rbp, "unsigned long")
        rbp, pc = int(frame[0]), int(frame[1])
        if not pc:
            return name
    return name


def table(p):
    for lp in kernel.lwps(p):
        mark = "* " if kernel.is_running(lp) else "  "
        inside, user = where(lp)
        stat = state(lp)
        if is_newborn(lp):
            stat = "newborn"
        show.say(show.pad(mark + kernel.lwp_name(lp), 11)
                 + show.pad(kernel.text(lp["lwp_proc"]["p_comm"]), 11)
                 + show.pad(show.green(stat) if stat == "RUNNING"
                            else stat, 9)
                 + show.pad(show.clip(waits_for(lp), 17), 18)
                 + show.pad(show.clip(inside, 17), 18)
                 + user)


# ------------------------------------------------------------ the tree

def colour_of(node):
    name = consts.enumerators("enum rb_color")[int(node["rb_color"])]
    return "red" if name == "RB_RED" else "black"


def height(node):
    if int(node) == 0:
        return 0
    return 1 + max(height(node["rb_left"]), height(node["rb_right"]))


def black_height(node):
    """Black nodes on the way down to the left; None if ways differ."""
    if int(node) == 0:
        return 0
    left, right = (black_height(node[side])
                   for side in ("rb_left", "rb_right"))
    if left is None or left != right:
        return None
    return left + (colour_of(node) == "black")


def tree_lines(node, label, before="", side=""):
    """The tree lying on its side: greater keys above."""
    if int(node) == 0:
        return
    up = {"": "", "above": "    ", "below": "|   "}[side]
    down = {"": "", "above": "|   ", "below": "    "}[side]
    yield from tree_lines(node["rb_right"], label, before + up, "above")
    colour = colour_of(node)
    text = f"{label(node)} {colour}"
    if colour == "red":
        text = show.red(text)
    corner = {"": "", "above": ",-- ", "below": "`-- "}[side]
    yield f"{before}{corner}{text} h{height(node)}"
    yield from tree_lines(node["rb_left"], label, before + down, "below")


def lwp_of(node):
    return kernel.container_of(node, "struct lwp", "u.lwp_rbnode")


def draw(p):
    tree = p["p_lwp_tree"]
    root = tree["rbt_root"]
    black = black_height(root)
    show.heading(f"LWPs of process {int(p['p_pid'])}: "
                 f"{int(tree['rbt_count'])} in the tree, height "
                 f"{height(root)}, "
                 + (f"{black} black on every way down"
                    if black is not None else show.red("NOT BALANCED")))
    for line in tree_lines(root, lambda n: int(lwp_of(n)["lwp_tid"])):
        show.say("  " + line)


class Lwp(show.Command):
    """The LWPs of one process or of all: state, what for, where.

    A * marks the one that runs.  KERNEL is the function that waits, PROGRAM
    the address at which the program goes on.  -t draws the red-black tree
    of a process on its side, small tids below; h is the height."""
    NAME, USAGE, MOST = "lwp", "lwp [PID] | lwp -t PID", 2

    def run(self, words):
        if words[:1] == ["-t"]:
            if len(words) != 2:
                raise self.usage()
            draw(kernel.parse_pid(words[1]))
            return
        if len(words) > 1:
            raise self.usage()
        chosen = ([kernel.parse_pid(words[0])] if words
                  else kernel.procs())
        show.heading("  LWP      PROCESS    STATE    WAITS FOR         "
                     "KERNEL            PROGRAM")
        for p in chosen:
            table(p)

    def words_for(self, n, text):
        return [*kernel.pids(), *(["-t"] if n == 0 else [])]


def install():
    Lwp()
