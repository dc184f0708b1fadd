import subprocess
import sys

import pytest

TOLD = "glibc.malloc.arena_max=1"
KEEPING = """
import re
from coach.transcription.memory import keep_memory

def held():
    return int(re.search(r"VmRSS:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024

done = keep_memory()
block = bytearray(200 << 20)
block[:] = b"x" * len(block)
del block
print(done, held() > 150)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have another C library")
@pytest.mark.parametrize(
    ("environment", "told"),
    [
        pytest.param({}, "True True", id="nothing is said"),
        pytest.param({"GLIBC_TUNABLES": TOLD}, "False False", id="the user says how"),
    ],
)
def test_what_is_freed_is_kept_unless_the_environment_says_how_memory_is_taken(environment, told):
    command = [sys.executable, "-c", KEEPING]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == told.split()
