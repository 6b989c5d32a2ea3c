"""Runs one command and writes, as the last line of its output, what it took.

A process of its own because Linux counts the memory of the one that starts a program
as the program's: this one is a bare Python, smaller than anything that is measured.
Run it with `python -I -S launch.py COMMAND...`.
"""

import os
import sys
import time


def main(command: list[str]) -> None:
    """Write wall and CPU seconds, peak memory in KiB and the exit status."""
    start = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ)
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    cpu = used.ru_utime + used.ru_stime
    sys.stdout.write(f"\n{wall} {cpu} {used.ru_maxrss} {code}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
