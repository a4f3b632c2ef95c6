"""Who goes first: whoever waits for an answer, before what this process does for the library.

Two cores and one interpreter lock are shared by questions and by indexing. Indexing works in
small steps and gives way before each, so that a question has the machine to itself after one step.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

# Longer than nearly every answer takes, so that indexing waits for a whole one; and short enough
# that it goes on, at a fifth of its speed, while questions never cease.
_PATIENCE = 0.15

_changed = threading.Condition()
_answering = 0
_here = threading.local()


@contextmanager
def answering() -> Iterator[None]:
    """Within, this thread works for somebody who waits; what else there is gives way."""
    global _answering
    depth = getattr(_here, "depth", 0)
    _here.depth = depth + 1
    with _changed:
        _answering += 1
    try:
        yield
    finally:
        _here.depth = depth
        with _changed:
            _answering -= 1
            _changed.notify_all()


def is_answering() -> bool:
    """Whether this thread works for somebody who waits."""
    return bool(getattr(_here, "depth", 0))


def give_way() -> None:
    """Wait while somebody is being answered, a little while at most; before each small step.

    A thread that itself answers does not wait.
    """
    if not _answering or is_answering():
        return
    until = time.monotonic() + _PATIENCE
    with _changed:
        while _answering and (left := until - time.monotonic()) > 0:
            _changed.wait(left)
