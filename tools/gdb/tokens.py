"""tokens.py -- tokens: which are held, by whom."""

import kernel
import runq
import show


def known():
    """(token, whose) of every token that has a place we know."""
    yield kernel.variable("proc_token"), "all processes"
    for p in kernel.procs():
        yield p["p_token"], f"process {int(p['p_pid'])}"
    seen = set()
    for p in kernel.procs():
        pg = p["p_pgrp"]
        if int(pg) and int(pg) not in seen:
            seen.add(int(pg))
            yield pg["pg_token"], f"group {int(pg['pg_id'])}"


def tell():
    names = {int(t.address): whose for t, whose in known()}
    show.heading("Tokens that threads hold (they let go while they sleep)")
    found = False
    for td in kernel.threads():
        held = [td["td_toks"][i] for i in range(int(td["td_ntoks"]))]
        if not held:
            continue
        found = True
        now = int(td.address)
        state = "runs" if now == int(kernel.curthread()) else \
            "off the cpu, so it does not own them now"
        show.say(f"  {runq.who(td)} ({state})")
        for token in held:
            whose = names.get(int(token), "")
            owner = token["t_owner"]
            mine = int(owner) == now
            show.say(f"    {kernel.text(token['t_name'])} of "
                     f"{whose or hex(int(token) & (1 << 64) - 1)}"
                     + (f", {int(token['t_count'])} deep" if mine else
                        ", owned by " + (runq.who(owner) if int(owner)
                                         else "nobody")))
    if not found:
        show.say("  none")
    busy = [(int(t["t_collisions"]), kernel.text(t["t_name"]), whose)
            for t, whose in known() if int(t["t_collisions"])]
    if busy:
        show.heading("Tokens that were wanted while somebody slept with them")
        for n, name, whose in sorted(busy, reverse=True):
            show.say(f"  {n:6} times {name} of {whose}")


class Tokens(show.Command):
    """Which tokens are held, by which thread, how deep.

    And which were wanted by others while their holder slept."""
    NAME = USAGE = "tokens"

    def run(self, words):
        tell()


def install():
    Tokens()
