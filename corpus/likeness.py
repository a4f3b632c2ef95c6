"""Likeness: whether two texts are the same story, told by the runs of words they share.

MinHash (Broder 1997) gives each text a short signature in which the share of equal places
estimates the share of common word runs; texts that agree on a whole band of it are candidates,
so that a text is compared with the few that may be like it and never with all.
"""

import re
import zlib
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Signature = NDArray[np.uint32]

# Words in a run: fewer are common to any two texts of one language.
_RUN = 4
# 32 bands of 4 places find 98 of 100 pairs that share 60 % of their runs, and 41 of 100 that
# share 35 %, from 1 - (1 - s^4)^32.
_BANDS, _ROWS = 32, 4
# Runs at a time, so that a text of ten megabytes needs no gigabyte.
_BLOCK = 4096
# Two texts are alike when they share so much of all their runs, or when one has so much of the
# other, which is the same text with another head and foot.
_SHARED = 0.6
_CONTAINED = 0.85
# What is shorter than this may be alike by chance.
FEWEST_RUNS = 15
_WORD = re.compile(r"\w+")

_random = np.random.default_rng(20260304)
_FACTORS = _random.integers(1, 2**63, _BANDS * _ROWS, dtype=np.uint64) | np.uint64(1)
_SHIFTS = _random.integers(0, 2**63, _BANDS * _ROWS, dtype=np.uint64)


def word_runs(text: str) -> frozenset[int]:
    """The runs of four words in a text, each as a number of 32 bits; case does not count."""
    words = [word.encode() for word in _WORD.findall(text.lower())]
    count = max(1, len(words) - _RUN + 1)
    return frozenset(zlib.crc32(b" ".join(words[n : n + _RUN])) for n in range(count))


def signature(runs: frozenset[int]) -> Signature:
    """The MinHash signature of a text's runs, (128,) uint32, by multiply-shift hashing."""
    numbers = np.fromiter(runs, dtype=np.uint64, count=len(runs))
    least = np.full(_BANDS * _ROWS, np.iinfo(np.uint32).max, dtype=np.uint32)
    for first in range(0, len(numbers), _BLOCK):
        block = numbers[first : first + _BLOCK, np.newaxis]
        hashed = ((block * _FACTORS + _SHIFTS) >> np.uint64(32)).astype(np.uint32)
        least = np.minimum(least, hashed.min(axis=0))
    return least


def bands(signed: Signature) -> list[int]:
    """A number of 63 bits for each band of a signature; alike texts have one in common."""
    return [
        int.from_bytes(blake2b(bytes([n]) + band.tobytes(), digest_size=8).digest(), "big") >> 1
        for n, band in enumerate(signed.reshape(_BANDS, _ROWS))
    ]


def are_alike(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether two texts are the same story in nearly the same words."""
    fewest = min(len(one), len(other))
    if fewest < FEWEST_RUNS:
        return False
    common = len(one & other)
    return common >= _SHARED * len(one | other) or share(one, other) >= _CONTAINED


def share(one: frozenset[int], other: frozenset[int]) -> float:
    """How much of the shorter of two texts is in the longer one, of its runs."""
    return len(one & other) / max(1, min(len(one), len(other)))
