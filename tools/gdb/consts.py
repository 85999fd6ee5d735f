"""consts.py -- numbers that have a name in our C headers.

Types and fields come from the debug information of the kernel.  A #define
is not in there, so it is read from the header itself: what a header says is
what the kernel was built with.

    value("arch/x86_64/pte.h", "PTE_W")       2
    names("kernel/proc.h", "P_")              {0x10: "P_PPWAIT", ...}
    enumerators("enum page_kind")             {0: "PG_FREE", ...}
"""

import functools
import pathlib
import re

import gdb

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DEFINE = re.compile(r"^#\s*define\s+(\w+)[ \t]+([^\n]*?)[ \t]*"
                    r"(?:/\*.*)?$", re.M)


@functools.lru_cache(maxsize=None)
def defines(header):
    """{name: text} of the plain #defines; a later one replaces an earlier."""
    return dict(DEFINE.findall((ROOT / header).read_text()))


@functools.lru_cache(maxsize=None)
def value(header, name):
    text = defines(header)[name]
    plain = re.sub(r"\b(0x[0-9a-fA-F]+|\d+)[uUlL]+\b", r"\1", text)

    def other(match):
        return str(value(header, match[0]))

    plain = re.sub(r"\b[A-Za-z_]\w*\b", other, plain)
    if not re.fullmatch(r"[0-9a-fA-Fx\s()<>|&~+*-]+", plain):
        raise gdb.GdbError(f"{header}: cannot read {name}: {text}")
    return eval(plain, {"__builtins__": {}})     # digits and operators only


@functools.lru_cache(maxsize=None)
def names(header, prefix):
    """{number: name} of the defines that begin so and are numbers."""
    found = {}
    for name, text in defines(header).items():
        if name.startswith(prefix) and re.match(r"\(?[0-9]", text):
            found[value(header, name)] = name
    return found


def flag_words(number, header, prefix):
    """The flags that are set, by name without the prefix."""
    return [name[len(prefix):].lower()
            for bit, name in sorted(names(header, prefix).items())
            if bit and bit & (bit - 1) == 0 and number & bit]


@functools.lru_cache(maxsize=None)
def enumerators(typename):
    return {int(f.enumval): f.name
            for f in gdb.lookup_type(typename).fields()}
