"""Sessions: who has logged in with a browser, until they expire or log out."""

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

SECONDS = 12 * 3600
"""How long a session lasts, whatever is done in it: a working day."""

# The oldest go first; nobody has so many browsers.
_AT_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Login:
    """Who logged in. `name` is "" for the shared password; `proof` is what the password was
    checked against, so that a session ends when that changes."""

    name: str
    proof: str


class Sessions:
    """The open sessions, in memory: a restart of the server ends them all."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: dict[str, tuple[Login, float]] = {}  # and when it ends
        self._lock = Lock()

    def open(self, login: Login) -> str:
        """Begin a session; gives the token that the browser keeps."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            now = self._clock()
            self._open = {key: item for key, item in self._open.items() if item[1] > now}
            while len(self._open) >= _AT_MOST:
                del self._open[next(iter(self._open))]
            self._open[_key(token)] = login, now + SECONDS
        return token

    def find(self, token: str) -> Login | None:
        """Who has this token, None when it is unknown or has expired."""
        with self._lock:
            login, ends = self._open.get(_key(token), (None, 0.0))
            return login if ends > self._clock() else None

    def close(self, token: str) -> None:
        """End a session."""
        with self._lock:
            self._open.pop(_key(token), None)


def _key(token: str) -> str:
    # Only hashes are kept and compared, so neither memory nor timing gives a token away.
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
