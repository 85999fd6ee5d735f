#!/usr/bin/env python3
"""bench.py -- what fork and its neighbours cost, in guest instructions.

    bench.py run --kernel K --initrd ARCHIVE --json FILE [--svg FILE]
             [--peer-kernel VMLINUZ --peer-initrd CPIO]
    bench.py check --json FILE --expected FILE
    bench.py renew --json FILE --expected FILE

run:   boots forkbench (bench/) under -icount, so that the time-stamp counter
       counts guest instructions and a run repeats exactly; prints a table,
       writes FILE and the picture.  With a peer kernel the same program runs
       there, under the same flags.
check: fails if a figure has grown by more than a tenth.
renew: takes the figures of FILE as the expected ones.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile

import qemu

HERE = os.path.dirname(os.path.abspath(__file__))
CPU = "max,-erms,-fsrm"     # else the peer copies by rep movsb: 4096 a page
MEM = 6144
LIMIT = 1800
GROWTH = 1.10
PEER_APPEND = ("console=ttyS0 quiet panic=-1 transparent_hugepage=never "
               "mitigations=off nopti init_on_alloc=0 cgroup_disable=memory")


def parse(text):
    """{(name, param): insns or None} of forkbench's output."""
    rows = {}
    for line in text.splitlines():
        words = line.split()
        if len(words) == 4 and words[0] == "row":
            value = None if words[3] == "-" else int(words[3])
            rows[(words[1], int(words[2]))] = value
        elif len(words) == 2 and words[0] == "debug.boot_insns:":
            rows[("boot_to_user", 0)] = int(words[1])
    return rows


def run_ours(kernel, archive):
    rows = run_command(kernel, archive, "/bin/forkbench", MEM)
    rows.update(run_command(kernel, archive, "sysctl debug.boot_insns", 256))
    return rows


def run_command(kernel, archive, command, mem):
    with tempfile.TemporaryDirectory(prefix="damselfly-") as directory:
        image = os.path.join(directory, "image.tar")
        subprocess.run([sys.executable, os.path.join(HERE, "mkimage.py"),
                        image, "--base", archive, "--text",
                        "etc/exec=" + command + "\n"], check=True)
        with qemu.Machine(kernel=kernel, initrd=image, append="quiet",
                          mem=mem, cpu=CPU, icount=True) as machine:
            ended = machine.wait(LIMIT)
            if not ended or machine.status() != 0:
                sys.exit("bench: " + machine.explain())
            return parse(machine.serial.decode(errors="replace"))


def run_peer(kernel, initrd):
    with qemu.Machine(kernel=kernel, initrd=initrd, append=PEER_APPEND,
                      mem=MEM, cpu=CPU, icount=True) as machine:
        if not machine.wait(LIMIT):
            sys.exit("bench, peer: " + machine.explain())
        text = machine.serial.decode(errors="replace")
    rows = parse(text)
    if not rows:
        sys.exit("bench: the peer printed no figures:\n" + text[-2000:])
    return rows


def text_output(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    return done.stdout.split("\n")[0].strip()


def table(document):
    peer = any("linux" in r for r in document["rows"])
    print(f"{'':28}{'':>7}{'insns':>12}" +
          (f"{'Linux':>14}{'ratio':>9}" if peer else ""))
    for r in document["rows"]:
        ours = "not yet" if r["insns"] is None else f"{r['insns']:,}"
        line = f"{r['name']:28}{r['param']:>7}{ours:>12}"
        if r.get("linux") is not None:
            line += f"{r['linux']:>14,}"
            if r["insns"]:
                line += f"{r['linux'] / r['insns']:>8.1f}x"
        print(line)


# ------------------------------------------------------------- the picture

WIDTH, HEIGHT, LEFT, BOTTOM = 640, 400, 90, 60


def svg(document, path):
    """Cost of fork+exit+wait against touched memory, both axes log."""
    points = [(r["param"], r["insns"], r.get("linux"))
              for r in document["rows"] if r["name"] == "fork_exit_wait_mib"]
    top = max([v for p in points for v in p[1:] if v] + [10 ** 6])
    low, high = 4, math.ceil(math.log10(top))

    def x(mib):
        return LEFT + math.log2(mib) / 10 * (WIDTH - LEFT - 40)

    def y(insns):
        part = (math.log10(insns) - low) / (high - low)
        return HEIGHT - BOTTOM - part * (HEIGHT - BOTTOM - 30)

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" '
           f'height="{HEIGHT}" font-family="sans-serif" font-size="13">',
           f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>']
    for power in range(low, high + 1):
        at = y(10 ** power)
        out.append(f'<line x1="{LEFT}" x2="{WIDTH - 40}" y1="{at:.1f}" '
                   f'y2="{at:.1f}" stroke="#ddd"/>')
        out.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" '
                   f'text-anchor="end">{10 ** power:,}</text>')
    for mib, _, _ in points:
        out.append(f'<text x="{x(mib):.1f}" y="{HEIGHT - BOTTOM + 20}" '
                   f'text-anchor="middle">{mib}</text>')
    out.append(f'<text x="{WIDTH / 2:.0f}" y="{HEIGHT - 14}" '
               'text-anchor="middle">MiB touched before fork</text>')
    out.append(f'<text x="{LEFT}" y="18">fork + exit + wait, guest '
               'instructions</text>')
    for column, colour, name in ((1, "#0a6", "Damselfly"),
                                 (2, "#c33", "Linux")):
        line = [(x(p[0]), y(p[column])) for p in points if p[column]]
        if not line:
            continue
        out.append(f'<polyline fill="none" stroke="{colour}" '
                   'stroke-width="2" points="' +
                   " ".join(f"{a:.1f},{b:.1f}" for a, b in line) + '"/>')
        a, b = line[-1]
        out.append(f'<text x="{a - 6:.1f}" y="{b - 8:.1f}" fill="{colour}" '
                   f'text-anchor="end">{name}</text>')
    out.append("</svg>")
    with open(path, "w") as f:
        f.write("\n".join(out) + "\n")


# ---------------------------------------------------------------- commands

def run(args):
    ours = run_ours(args.kernel, args.initrd)
    peer = (run_peer(args.peer_kernel, args.peer_initrd)
            if args.peer_kernel else {})
    rows = []
    for (name, param), insns in ours.items():
        row = {"name": name, "param": param, "insns": insns}
        if peer:
            row["linux"] = peer.get((name, param))
        rows.append(row)
    document = {"commit": text_output("git", "rev-parse", "--short", "HEAD"),
                "qemu": text_output("qemu-system-x86_64", "--version"),
                "rows": rows}
    with open(args.json, "w") as f:
        json.dump(document, f, indent=1)
        f.write("\n")
    table(document)
    if args.svg:
        svg(document, args.svg)
    return 0


def figures(path):
    with open(path) as f:
        return {(r["name"], r["param"]): r["insns"]
                for r in json.load(f)["rows"]}


def check(args):
    now, expected = figures(args.json), figures(args.expected)
    wrong = 0
    for key, was in expected.items():
        if was is None:
            continue
        if now.get(key) is None:
            print(f"bench: {key[0]} {key[1]} is missing; expected {was:,}")
            wrong += 1
        elif now[key] > was * GROWTH:
            print(f"bench: {key[0]} {key[1]} takes {now[key]:,} "
                  f"instructions, expected {was:,} (+10 % at most)")
            wrong += 1
    if wrong:
        print("bench: if that is meant, `make bench-renew` and commit "
              "bench/expected.json with the reason")
    return 1 if wrong else 0


def renew(args):
    with open(args.json) as f:
        document = json.load(f)
    rows = [{"name": r["name"], "param": r["param"], "insns": r["insns"]}
            for r in document["rows"]]
    with open(args.expected, "w") as f:
        f.write('{"rows": [\n' + ",\n".join(
            json.dumps(r) for r in rows) + "\n]}\n")
    return 0


def main():
    p = argparse.ArgumentParser()
    p.add_argument("mode", choices=("run", "check", "renew"))
    p.add_argument("--kernel")
    p.add_argument("--initrd")
    p.add_argument("--peer-kernel")
    p.add_argument("--peer-initrd")
    p.add_argument("--json")
    p.add_argument("--svg")
    p.add_argument("--expected")
    args = p.parse_args()
    sys.exit({"run": run, "check": check, "renew": renew}[args.mode](args))


if __name__ == "__main__":
    main()
