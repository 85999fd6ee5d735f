"""proc.py -- proc: the processes as a tree."""

import gdb

import consts
import kernel
import show

STAT = "kernel/abi/sysctl.h"
STATES = {"SIDL": "being made", "SACTIVE": "active", "SSTOP": "stopped",
          "SZOMB": "zombie"}


def state(p):
    name = consts.names(STAT, "S").get(int(p["p_stat"]), "?")
    return STATES.get(name, name)


def row(p, before, mark):
    stat = state(p)
    colour = {"zombie": show.red, "stopped": show.yellow,
              "being made": show.cyan}.get(stat, str)
    pg = p["p_pgrp"]
    group = str(int(pg["pg_id"])) if int(pg) else "-"
    sid = str(int(pg["pg_session"]["s_sid"])) if int(pg) else "-"
    flags = consts.flag_words(int(p["p_flag"]), kernel.PROC_H, "P_")
    name = f"{mark}{before}{int(p['p_pid'])} {kernel.text(p['p_comm'])}"
    return (show.pad(show.clip(name, 31), 32)
            + show.pad(colour(stat), 11)
            + f"{group:>6} {sid:>6} {int(p['p_nthreads']):>4}  "
            + " ".join(flags))


class Proc(show.Command):
    """The processes as a tree: who is whose child, in which state.

    A * marks the process that runs.  GROUP and SESSION are ids; LWPS is how
    many threads it has; the words at the end are its flags (kernel/proc.h).
    With a pid: that process and its descendants."""
    NAME, USAGE, MOST = "proc", "proc [PID]", 1

    def run(self, words):
        found = kernel.procs()
        root = kernel.parse_pid(words[0]) if words else None
        current = kernel.curproc()
        running = None if current is None else int(current["p_pid"])
        children = {}
        for p in found:
            parent = p["p_pptr"]
            who = int(parent["p_pid"]) if int(parent) else None
            children.setdefault(who, []).append(p)
        show.heading(show.pad("  PID AND NAME", 32)
                     + "STATE       GROUP SESSION LWPS FLAGS")

        def walk(p, before):
            pid = int(p["p_pid"])
            mark = "* " if pid == running else "  "
            show.say(row(p, before, mark))
            for child in children.get(pid, []):
                if int(child["p_pid"]) != pid:
                    walk(child, before + "  ")

        if root is not None:
            walk(root, "")
            return
        known = {int(p["p_pid"]) for p in found}
        for p in found:
            parent = p["p_pptr"]
            if not int(parent) or int(parent["p_pid"]) not in known:
                walk(p, "")

    def words_for(self, n, text):
        return kernel.pids()


def install():
    Proc()
