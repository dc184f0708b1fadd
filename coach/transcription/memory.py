"""Memory that a recogniser on a processor asks for and gives back with every window.

The attention matrices of one window of 30 seconds are 0.4 GB. The C library hands blocks of that
size back to the system at once and gets them anew, cleared page by page, for the next window: a
sixth of the time of encoding (measured: 0.75 CPU s a window as it comes, 0.63 with memory kept;
size "base", one thread).
"""

from __future__ import annotations

import ctypes
import os

# malloc.h of the GNU C library; its manual, "Malloc Tunable Parameters".
_TRIM_THRESHOLD, _MMAP_MAX, _ARENA_MAX = -1, -4, -8
_NEVER = 2**31 - 1


def keep_memory() -> bool:
    """Let this process keep what it frees; return whether that was done.

    Not done where the environment already says how memory is to be taken: processes that share a
    heap of recordings are started with pages of 2 MB on top (`coach.batch.local`), which cannot be
    had in a process that runs. Other C libraries are left as they are.
    """
    if "GLIBC_TUNABLES" in os.environ or not _is_gnu():
        return False
    mallopt = ctypes.CDLL(None).mallopt
    settings = ((_MMAP_MAX, 0), (_TRIM_THRESHOLD, _NEVER), (_ARENA_MAX, 1))
    done = [bool(mallopt(name, value)) for name, value in settings]
    return all(done)


def _is_gnu() -> bool:
    return "CS_GNU_LIBC_VERSION" in getattr(os, "confstr_names", {})
