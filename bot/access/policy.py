"""The policy: from the settings, who may come in, and as what."""

import hashlib
import hmac
import secrets
import socket
from collections import OrderedDict
from functools import cached_property
from ipaddress import ip_address
from threading import Lock

from bot.access.buckets import Buckets
from bot.access.passwords import User, hash_password, read_users, same_text, verify_password
from bot.access.sessions import Login, Sessions
from bot.access.visit import Role
from bot.settings import Settings
from corpus.errors import SettingWrong, Told, TooBusy

# Wrong passwords: so many at once from a client, then one in so many seconds; and of all clients.
_TRIES, _SECONDS_A_TRY = 5, 20
_TRIES_OF_ALL, _SECONDS_A_TRY_OF_ALL = 50, 1

# Questions and changes a minute from one client when others than this machine are served.
_RATE_ON_NETWORK = 60
# The page also sends a request for each letter of a filter, so requests may be this many more.
_REQUESTS_PER_QUESTION = 20

_REMEMBERED_PROOFS = 256


class Access:
    """Who may come in under these settings."""

    def __init__(self, settings: Settings) -> None:
        """Read the settings and the users.

        Raises:
            SettingWrong: the users cannot be read, or others than this machine would be served
                without a password though nobody said `--open`.
        """
        self._password = settings.password.get_secret_value()
        self._users_file = settings.users_file
        users = read_users(self._users_file)
        if settings.users and not users:
            cause = Told(
                f"there is no user in {self._users_file}; `sibilla user add` makes one",
                f"non c'è nessun utente in {self._users_file}; `sibilla user add` ne crea uno",
            )
            raise SettingWrong("setting", name="SIBILLA_USERS", cause=cause)
        self.named = bool(users)
        self.protected = bool(self._password or users)
        local = is_loopback(settings.host)
        if not (local or self.protected or settings.open):
            raise SettingWrong("network", host=settings.host)
        self._guest = _guest(local, self.protected, settings.open)
        self._given_names = set(_split(settings.names))
        self._names = self._given_names | _own_names(settings.host)
        self.sessions = Sessions()
        rate = settings.per_minute or (0 if local else _RATE_ON_NETWORK)
        self._questions = Buckets(rate, rate / 60) if rate else None
        faster = rate * _REQUESTS_PER_QUESTION
        self._requests = Buckets(faster, faster / 60) if rate else None
        self._tries = Buckets(_TRIES, 1 / _SECONDS_A_TRY)
        self._tries_of_all = Buckets(_TRIES_OF_ALL, 1 / _SECONDS_A_TRY_OF_ALL)
        self._proofs: OrderedDict[bytes, None] = OrderedDict()
        self._secret = secrets.token_bytes(32)
        self._hashing = Lock()  # one guess at a time: a flood of them takes one core at most

    @cached_property
    def _decoy(self) -> str:
        return hash_password(secrets.token_hex())

    @property
    def guest(self) -> Role | None:
        """What somebody may do who has not logged in; None: nothing."""
        return self._guest

    def knows_host(self, name: str) -> bool:
        """Whether this server is reached under that name: a foreign one is a rebinding attack.

        An address written in digits is always its own: only names can be pointed elsewhere.
        """
        name = name.lower().rstrip(".")
        if name.endswith(".localhost") or name in self._names:
            return True
        try:
            ip_address(name.strip("[]"))
        except ValueError:
            return False
        return True

    def is_own_origin(self, name: str) -> bool:
        """Whether pages under that name are this server's, though it sees another one.

        A proxy may hand requests on under a name of its own; those in the setting are trusted.
        """
        return name.lower() in self._given_names

    def count_question(self, client: str) -> None:
        """Count a question or a change of a client.

        Raises:
            TooBusy: it has used up its share.
        """
        if self._questions and (wait := self._questions.take(client)):
            raise TooBusy("rate", seconds=_whole(wait))

    def count_request(self, client: str) -> None:
        """Count any request that makes the page work, of which there may be many more.

        Raises:
            TooBusy: it has used up its share.
        """
        if self._requests and (wait := self._requests.take(client)):
            raise TooBusy("rate", seconds=_whole(wait))

    def log_in(self, name: str, password: str, client: str) -> Login | None:
        """Who has this name and password; None when nobody has.

        A name that is nobody's, or none, stands for the shared password. This takes a moment of
        computing, but not again for what was right lately.

        Raises:
            TooBusy: there were too many wrong ones.
        """
        for buckets, key in ((self._tries, client), (self._tries_of_all, "")):
            if wait := buckets.take(key):
                raise TooBusy("logins", seconds=_whole(wait))
        login = self._check(name, password)
        if login:
            self._tries.give_back(client)
            self._tries_of_all.give_back("")
        return login

    def role_of(self, login: Login) -> Role | None:
        """What somebody who logged in may do now; None when they may no longer."""
        if not login.name:
            return Role.EDITOR if self._password and login.proof == self._shared_proof else None
        user = self._users().get(login.name)
        return user.role if user and same_text(user.password_hash, login.proof) else None

    @property
    def _shared_proof(self) -> str:
        return hmac.new(self._secret, self._password.encode(), hashlib.sha256).hexdigest()

    def _check(self, name: str, password: str) -> Login | None:
        users = self._users()
        if not name and ":" in password:  # a token may hold both
            first, _, rest = password.partition(":")
            name, password = (first, rest) if first in users else (name, password)
        user = users.get(name)
        if user:
            return Login(name, user.password_hash) if self._is_right(user, password) else None
        # As slow as for a name that exists, so that time does not tell which do.
        if self.named and name:
            with self._hashing:
                verify_password(password, self._decoy)
        if self._password and same_text(password, self._password):
            return Login("", self._shared_proof)
        return None

    def _is_right(self, user: User, password: str) -> bool:
        text = f"{password}\0{user.password_hash}".encode("utf-8", "replace")
        proof = hmac.digest(self._secret, text, "sha256")
        if proof in self._proofs:
            return True
        with self._hashing:
            if not verify_password(password, user.password_hash):
                return False
            self._proofs[proof] = None
            while len(self._proofs) > _REMEMBERED_PROOFS:
                self._proofs.popitem(last=False)
        return True

    def _users(self) -> dict[str, User]:
        """The users as the file has them now; nobody while it cannot be read."""
        try:
            return read_users(self._users_file) if self.named else {}
        except SettingWrong:
            return {}


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens on that host."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _guest(local: bool, protected: bool, open_to_all: bool) -> Role | None:
    if open_to_all:
        return Role.READER
    return Role.EDITOR if local and not protected else None


def _own_names(host: str) -> set[str]:
    names = ["localhost", host]
    if not is_loopback(host):
        machine = socket.gethostname()
        names += [machine, f"{machine}.local"]
    return set(_split(",".join(names)))


def _split(names: str) -> list[str]:
    tidied = (name.strip().lower().rstrip(".") for name in names.split(","))
    return [name for name in tidied if name]


def _whole(seconds: float) -> int:
    return max(1, int(seconds + 0.999))
