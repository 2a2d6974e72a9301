"""Which addresses were asked for lately, as the processes of a server see it together.

Each is a bit in memory that a server's workers have had in common since they were forked, so that asking
costs no round trip. Two addresses may have the same bit: then one that is new is taken for known.
"""

import mmap
from zlib import crc32

from domains.kernel import clock

_STRETCH_S = 300
_BYTES = 131_072
# What was noticed in the present stretch of time and in the one before, in turn; and which one is present.
_noticed = mmap.mmap(-1, _BYTES), mmap.mmap(-1, _BYTES)
_present = mmap.mmap(-1, 1)


def notice(address: str) -> bool:
    """Whether it was noticed before, in the last five minutes or somewhat longer ago.

    Where two processes notice something in the same instant, one may be forgotten, and is new once more.
    """
    stretch = int(clock.now().timestamp() // _STRETCH_S)
    now, before = _noticed[stretch % 2], _noticed[1 - stretch % 2]
    if _present[0] != stretch % 256:
        now[:] = bytes(_BYTES)
        _present[0] = stretch % 256
    number = crc32(address.encode())
    place, bit = (number >> 3) % _BYTES, 1 << (number & 7)
    if now[place] & bit:
        return True
    now[place] |= bit
    return bool(before[place] & bit)


def forget() -> None:
    """Nothing was noticed so far."""
    for half in _noticed:
        half[:] = bytes(_BYTES)
