"""border.py -- backtraces name the doors of the kernel.

For the frame of a door GDB prints "<signal handler called>" (doors.py says
why).  This filter puts the door's own name there.
"""

import gdb
from gdb.FrameDecorator import FrameDecorator

import kernel


class Door(FrameDecorator):
    def function(self):
        pc = self.inferior_frame().pc()
        # The name of the call's place, which ends where we go on.
        return kernel.symbol_at(pc - 1).split("+")[0] or None

    def filename(self):
        return None


class Border:
    name, priority, enabled = "damselfly-border", 100, True

    def __init__(self):
        gdb.frame_filters[self.name] = self

    def filter(self, frames):
        for frame in frames:
            inner = frame.inferior_frame()
            yield Door(frame) if inner.type() == gdb.SIGTRAMP_FRAME \
                else frame


def install():
    Border()
