"""show.py -- how our commands talk: at most 80 columns, colour only on a
terminal, and one class from which every command is made.

    Command       name, USAGE, run(words); errors are one clear line
    say, heading  a line of output
    red, green .. text in a colour, or as it is
    pad           to a width, whatever colours are in it
    at_work       what happens meanwhile is our doing, not the user's
    quiet         and GDB reports none of it
"""

import contextlib
import os
import re

import gdb

import kernel

WIDTH = 80
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
_forced = None                  # True, False, or as the terminal is
depth = 0                       # commands of ours at work, one in another
settled = []                    # to be called when the outermost is through


def colour_on():
    if _forced is not None:
        return _forced
    return (os.isatty(1) and os.environ.get("TERM", "dumb") != "dumb"
            and "NO_COLOR" not in os.environ
            and bool(gdb.parameter("style enabled")))


def force_colour(on):
    """True or False; None: as the terminal is.  => what it was"""
    global _forced
    before, _forced = _forced, on
    return before


def _colour(code, text):
    return f"\x1b[{code}m{text}\x1b[0m" if colour_on() else str(text)


def bold(text):
    return _colour(1, text)


def red(text):
    return _colour(31, text)


def green(text):
    return _colour(32, text)


def yellow(text):
    return _colour(33, text)


def cyan(text):
    return _colour(36, text)


def dim(text):
    return _colour(2, text)


def length(text):
    return len(ESCAPE.sub("", text))


def pad(text, width):
    return text + " " * max(0, width - length(text))


def clip(text, width=WIDTH):
    """Cut to a width, between escapes."""
    if length(text) <= width:
        return text
    out, left = "", width - 1
    for part in re.split(r"(\x1b\[[0-9;]*m)", text):
        if ESCAPE.fullmatch(part):
            out += part
        else:
            out += part[:left]
            left -= len(part[:left])
    return out + "~"


def say(text=""):
    for line in text.split("\n"):
        gdb.write(clip(line).rstrip() + "\n")


def heading(text):
    say(bold(text))


def size(n):
    """Bytes for people: 4 KiB, 12 MiB."""
    for unit, name in ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")):
        if n >= unit and n % unit == 0:
            return f"{n // unit} {name}"
    return f"{n} B"


def number(word, what):
    """A word the user typed as a number: 12, 0x1000, $rip, &x."""
    try:
        return int(word, 0)
    except ValueError:
        pass
    try:
        value = gdb.parse_and_eval(word)
        if value.type.strip_typedefs().code in (gdb.TYPE_CODE_FUNC,
                                                gdb.TYPE_CODE_ARRAY):
            value = value.address
        return int(value) & (1 << 64) - 1
    except gdb.error as e:
        raise gdb.GdbError(f"{what}: {word} is no number: {e}")


@contextlib.contextmanager
def at_work():
    global depth
    depth += 1
    try:
        yield
    finally:
        depth -= 1


@contextlib.contextmanager
def quiet():
    """GDB says nothing.  It does not ask our own to_string about stops."""
    gdb.flush(gdb.STDOUT)
    kept = os.dup(1)
    with open(os.devnull, "w") as nothing:
        os.dup2(nothing.fileno(), 1)
    try:
        yield
    finally:
        gdb.flush(gdb.STDOUT)
        os.dup2(kept, 1)
        os.close(kept)


class Command(gdb.Command):
    """
    A command of ours.  NAME and USAGE ("vm PID"), the docstring is what
    help prints; run(words) does it; words_for(n, text) completes word n.
    """
    NAME = USAGE = ""
    LEAST, MOST = 0, 0
    FREE = False                # the rest of the line is not ours to split
    EARLY = False               # good before the kernel has processes, too

    def __init__(self):
        doc = (type(self).__doc__ or "").strip()
        doc = re.sub(r"\n {4}", "\n", doc)
        self.__doc__ = f"{doc}\n\nUsage: {self.USAGE}"
        super().__init__(self.NAME, gdb.COMMAND_DATA)

    def usage(self):
        return gdb.GdbError(f"usage: {self.USAGE}")

    def invoke(self, text, from_tty):
        words = [text] if self.FREE else gdb.string_to_argv(text)
        if not self.FREE and not self.LEAST <= len(words) <= self.MOST:
            raise self.usage()
        try:
            with at_work():
                if not self.EARLY:
                    kernel.procs()
                self.run(words)
        except gdb.MemoryError as e:
            raise gdb.GdbError(f"{self.NAME}: memory that should be the "
                               f"kernel's cannot be read ({e})")
        except gdb.error as e:  # else GDB blames Python
            raise gdb.GdbError(str(e))
        finally:
            if depth == 0:
                for call in settled:
                    call()

    def run(self, words):
        raise NotImplementedError

    def words_for(self, n, text):
        return []

    def complete(self, text, word):
        """To GDB a "." or "-" ends a word; to us only a blank does."""
        before, last = text.split(), ""
        if before and not text.endswith(" "):
            last = before.pop()
        skip = len(last) - len(word or "")
        try:
            return [w[skip:] for w in self.words_for(len(before), text)
                    if w.startswith(last)]
        except gdb.error:
            return gdb.COMPLETE_NONE
