"""Token buckets: how much each client may do in a time, kept in memory."""

import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from threading import Lock

# Beyond so many clients, those whose bucket has filled up again are forgotten.
_REMEMBERED = 10_000


class Buckets:
    """A bucket of `capacity` tokens for each key, refilled at `per_second` tokens a second."""

    def __init__(
        self,
        capacity: float,
        per_second: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._capacity = capacity
        self._per_second = per_second
        self._clock = clock
        self._levels: dict[str, tuple[float, float]] = {}  # tokens left, and when
        self._lock = Lock()

    def take(self, key: str) -> float:
        """Take a token: 0 when there was one, else the seconds until there is one again."""
        with self._lock:
            now = self._clock()
            level = self._level(key, now)
            if level < 1:
                return (1 - level) / self._per_second
            if len(self._levels) >= _REMEMBERED:
                self._forget_full(now)
            self._levels[key] = level - 1, now
            return 0.0

    def give_back(self, key: str) -> None:
        """Put back a token that was taken for nothing."""
        with self._lock:
            now = self._clock()
            self._levels[key] = min(self._level(key, now) + 1, self._capacity), now

    def _level(self, key: str, now: float) -> float:
        level, then = self._levels.get(key, (self._capacity, now))
        return min(level + (now - then) * self._per_second, self._capacity)

    def _forget_full(self, now: float) -> None:
        full = [key for key in self._levels if self._level(key, now) >= self._capacity]
        for key in full or list(self._levels)[: _REMEMBERED // 2]:
            del self._levels[key]


def client_key(host: str) -> str:
    """Who counts as one client: an IPv4 address, or the /64 network that one IPv6 line has."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return f"{int(address) >> 64:x}::/64"
    return str(address)
