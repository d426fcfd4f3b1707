"""Runs a command to its end and writes what it took, as JSON, to the file named first.

wait4() tells the CPU time and the peak memory of exactly this process and the children that it waited for.
"""

import json
import os
import sys
import time

target, *command = sys.argv[1:]
started = time.monotonic()
pid = os.posix_spawnp(command[0], command, os.environ)
_, status, usage = os.wait4(pid, 0)
with open(target, "w", encoding="utf-8") as file:
    json.dump(
        {
            "code": os.waitstatus_to_exitcode(status),
            "wall": time.monotonic() - started,
            "user": usage.ru_utime,
            "system": usage.ru_stime,
            "rss": usage.ru_maxrss * 1024,
        },
        file,
    )
