#!/usr/bin/env python3
"""gensyscalls.py -- everything that follows from kernel/syscalls.master.

One line of the master file makes the number, the kernel's dispatch entry
and argument structure, the user stub and the row in docs/abi.md, so that
they cannot disagree.

    gensyscalls.py --out DIR          write the four generated sources
    gensyscalls.py --abi-doc FILE     renew the tables inside FILE
    gensyscalls.py --check FILE       exit 1 if FILE's tables are old
"""

import argparse
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MASTER = os.path.join(ROOT, "kernel", "syscalls.master")
ERRNO_H = os.path.join(ROOT, "kernel", "abi", "errno.h")
SYSCTL_C = os.path.join(ROOT, "kernel", "sysctl_table.c")
KINDS = ("STD", "RAW", "NOSTUB")
MAXARGS = 8

# Numbers the dispatcher itself understands: the real number is the first
# argument.  They have a name but no handler.
INDIRECT = (0, 198)


class Call:
    """One line of the master file."""

    def __init__(self, number, kind, result, name, args):
        self.number = number
        self.kind = kind
        self.result = result
        self.name = name
        self.args = args            # [(type, name)]

    @property
    def handler(self):
        return None if self.number in INDIRECT else "sys_" + self.name

    @property
    def stub(self):
        if self.kind == "STD":
            return self.name
        if self.kind == "RAW":
            # __getcwd has its leading underscores already.
            return "__sys_" + self.name.lstrip("_")
        return None

    def prototype(self):
        args = ", ".join(join(t, n) for t, n in self.args) or "void"
        return "%s(%s)" % (join(self.result, self.name), args)


def join(ctype, name):
    return ctype + name if ctype.endswith("*") else ctype + " " + name


def split_declarator(text):
    """'const char *path' -> ('const char *', 'path')"""
    m = re.fullmatch(r"(.*?[\s*])(\w+)", text.strip())
    if m is None:
        raise ValueError("not a declaration: '%s'" % text)
    return m.group(1).rstrip(), m.group(2)


def parse_line(line):
    m = re.fullmatch(r"(\d+)\s+(\w+)\s+(.+?)\((.*)\)", line)
    if m is None or m.group(2) not in KINDS:
        raise ValueError("not a system call: '%s'" % line)
    result, name = split_declarator(m.group(3))
    args = []
    if m.group(4).strip() != "void":
        args = [split_declarator(a) for a in m.group(4).split(",")]
    if len(args) > MAXARGS:
        raise ValueError("%s: more than %d arguments" % (name, MAXARGS))
    return Call(int(m.group(1)), m.group(2), result, name, args)


def parse_master(path):
    calls = []
    with open(path, encoding="ascii") as f:
        for lineno, line in enumerate(f, 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            try:
                call = parse_line(line)
                if calls and call.number <= calls[-1].number:
                    raise ValueError("%d is out of order" % call.number)
            except ValueError as e:
                sys.exit("%s:%d: %s" % (path, lineno, e))
            calls.append(call)
    return calls


HEAD = "%s Made by tools/gensyscalls.py from kernel/syscalls.master. %s\n"


def gen_numbers(calls):
    out = [HEAD % ("/*", "*/"), "#ifndef SYSCALL_NR_H", "#define SYSCALL_NR_H",
           ""]
    for c in calls:
        out.append("#define SYS_%s\t%d" % (c.name, c.number))
    out += ["#define SYS_MAXSYSCALL\t%d" % (calls[-1].number + 1), "",
            "#endif"]
    return "\n".join(out) + "\n"


def gen_proto(calls):
    """Each member has a slot of 8 bytes: the words the dispatcher collected
    from the registers.  The upper half of a 32-bit slot is rubbish."""
    out = [HEAD % ("/*", "*/"), "#ifndef SYSPROTO_H", "#define SYSPROTO_H", "",
           '#include "kernel/abi.h"', "", "struct sysmsg;", "",
           "#define SYSARG\t_Alignas(8)", ""]
    for c in calls:
        if c.handler is None:
            continue
        out.append("struct %s_args {" % c.name)
        for t, n in c.args:
            out.append("\tSYSARG %s;" % join(t, n))
        if not c.args:
            out.append("\tSYSARG char no_arguments;")
        out.append("};")
        if c.args:
            out.append("_Static_assert(sizeof(struct %s_args) == %d * 8,"
                       % (c.name, len(c.args)))
            out.append('    "one word an argument");')
        out.append("int sys_%s(struct sysmsg *sysmsg,\n"
                   "    const struct %s_args *uap);\n" % (c.name, c.name))
    out.append("#endif")
    return "\n".join(out) + "\n"


def gen_table(calls):
    out = [HEAD % ("/*", "*/"), '#include "kernel/syscall.h"',
           '#include "syscall_nr.h"', '#include "sysproto.h"', "",
           "const struct sysent sysent[SYS_MAXSYSCALL] = {"]
    for c in calls:
        handler = "(sy_call_t *)" + c.handler if c.handler else "0"
        out.append('\t[%d] = { %s, %d, "%s" },'
                   % (c.number, handler, len(c.args), c.name))
    out.append("};")
    return "\n".join(out) + "\n"


def gen_stubs(calls):
    """A stub is a leaf: the seventh argument lies at rsp + 8, just above
    the return address, where the kernel looks for it.  Weak, so that a
    program that has a function of its own named like a call links."""
    out = [(HEAD % (";", "")).rstrip(),
           "\tdefault rel", "\tbits 64", "\tsection .text", "\textern cerror"]
    for c in calls:
        if c.stub is None:
            continue
        out += ["", "\tglobal %s:function weak" % c.stub, "%s:" % c.stub,
                "\tmov\teax, %d" % c.number]
        if len(c.args) > 3:
            out.append("\tmov\tr10, rcx\t\t; syscall destroys rcx")
        out += ["\tsyscall", "\tjc\tcerror", "\tret"]
    out += ["", "\tsection .note.GNU-stack noalloc noexec nowrite progbits"]
    return "\n".join(out) + "\n"


# ---- docs/abi.md ----

BEGIN = "<!-- generated: %s -->"
END = "<!-- end of generated part -->"

STUB_NOTE = {
    "STD": "stub",
    "RAW": "wrapped",
    "NOSTUB": "special",
}


def doc_calls(calls):
    out = ["| nr | call | in libc |", "|---|---|---|"]
    for c in calls:
        out.append("| %d | `%s` | %s |"
                   % (c.number, c.prototype(), STUB_NOTE[c.kind]))
    return out


def doc_errors(path):
    out = ["| nr | name |", "|---|---|"]
    rows = {}
    with open(path, encoding="ascii") as f:
        for line in f:
            m = re.match(r"#define\s+(E\w+)\s+(\d+|E\w+)\b", line)
            if m is None or m.group(1) == "ELAST":
                continue
            if m.group(2).isdigit():
                rows[m.group(1)] = int(m.group(2))
            else:
                rows[m.group(1)] = rows[m.group(2)]
    names = {}
    for name, number in rows.items():
        names.setdefault(number, []).append(name)
    for number in sorted(names):
        out.append("| %d | %s |" % (number, ", ".join(names[number])))
    return out


def doc_values(path):
    """The rows of sysctl_table: each begins with a name that has dots in it
    and ends with its description."""
    out = ["| name | type | meaning |", "|---|---|---|"]
    with open(path, encoding="ascii") as f:
        text = f.read()
    text = text[text.index("sysctl_table[] = {"):]
    row = re.compile(r'(\w+|\.sc_name =)[\s(]*"(\w+(?:\.\w+)+)"')
    starts = list(row.finditer(text))
    ends = [m.start() for m in starts[1:]] + [len(text)]
    types = {"INT_RW": "int, can be set", "INT_RO": "int", "CHECK": "int",
             "COUNTER": "uint64", "VALUE": "uint64", ".sc_name =": "text"}
    for m, end in zip(starts, ends):
        meaning = re.findall(r'"([^"]*)"', text[m.start():end])[-1]
        out.append("| `%s` | %s | %s |"
                   % (m.group(2), types[m.group(1)], meaning))
    return out


def replace_part(text, title, lines):
    begin = BEGIN % title
    pattern = re.escape(begin) + r"\n.*?" + re.escape(END)
    new = begin + "\n" + "\n".join(lines) + "\n" + END
    text, n = re.subn(pattern, lambda m: new, text, flags=re.S)
    if n != 1:
        sys.exit("docs: the marker '%s' must be there once" % begin)
    return text


def renewed_doc(path, calls):
    with open(path, encoding="utf-8") as f:
        old = f.read()
    new = replace_part(old, "system calls", doc_calls(calls))
    new = replace_part(new, "error numbers", doc_errors(ERRNO_H))
    new = replace_part(new, "kernel values", doc_values(SYSCTL_C))
    return old, new


def write_if_changed(path, text):
    """An untouched file keeps its time, so make rebuilds nothing."""
    try:
        with open(path, encoding="utf-8") as f:
            if f.read() == text:
                return
    except FileNotFoundError:
        pass
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("master", nargs="?", default=MASTER)
    ap.add_argument("--out", metavar="DIR", help="where the sources go")
    ap.add_argument("--abi-doc", metavar="FILE", help="renew FILE's tables")
    ap.add_argument("--check", metavar="FILE",
                    help="exit 1 if FILE's tables are old")
    args = ap.parse_args()
    calls = parse_master(args.master)

    if args.out:
        os.makedirs(args.out, exist_ok=True)
        for name, gen in (("syscall_nr.h", gen_numbers),
                          ("sysproto.h", gen_proto),
                          ("syscall_table.c", gen_table),
                          ("syscall_stubs.asm", gen_stubs)):
            write_if_changed(os.path.join(args.out, name), gen(calls))
    if args.abi_doc:
        write_if_changed(args.abi_doc, renewed_doc(args.abi_doc, calls)[1])
    if args.check:
        old, new = renewed_doc(args.check, calls)
        if old != new:
            sys.exit("%s is old: run make abi-doc" % args.check)


if __name__ == "__main__":
    main()
