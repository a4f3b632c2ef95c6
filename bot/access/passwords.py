"""Passwords: salted scrypt hashes, and the file of users that holds them."""

import base64
import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from bot.access.visit import Role
from corpus.errors import SettingWrong, Told

# OWASP's parameters for scrypt with 16 MiB of memory: about a quarter of a second a guess.
_COST, _BLOCK, _LANES = 2**14, 8, 5
_MEMORY = 64 * 2**20
_SALT_BYTES = 16
_NAME = re.compile(r"[\w.@+-]{1,64}")
_HEAD = "# Users of Sibilla, made by `sibilla user add`: name:role:hash\n"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with a password of their own; `password_hash` is salted."""

    name: str
    role: Role
    password_hash: str


def hash_password(password: str) -> str:
    """A salted hash: `scrypt$cost$block$lanes$salt$key`, the last two in base 64."""
    salt = secrets.token_bytes(_SALT_BYTES)
    key = _derive(password, salt, _COST, _BLOCK, _LANES)
    parts = (base64.b64encode(part).decode() for part in (salt, key))
    return "$".join(("scrypt", str(_COST), str(_BLOCK), str(_LANES), *parts))


def verify_password(password: str, password_hash: str) -> bool:
    """Whether a password has this hash; takes as long whether or not it has."""
    try:
        name, cost, block, lanes, salt, key = password_hash.split("$")
        if name != "scrypt":
            return False
        expected = base64.b64decode(key)
        given = _derive(password, base64.b64decode(salt), int(cost), int(block), int(lanes))
    except ValueError:
        return False
    return hmac.compare_digest(given, expected)


def same_text(given: str, expected: str) -> bool:
    """Whether two secrets are the same, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


def _derive(password: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    secret = password.encode("utf-8", "replace")
    return hashlib.scrypt(secret, salt=salt, n=cost, r=block, p=lanes, maxmem=_MEMORY, dklen=32)


def read_users(path: Path) -> dict[str, User]:
    """The users of a file, by name; none when there is no such file.

    Raises:
        SettingWrong: the file cannot be read, or a line of it is no user.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingWrong("setting", name="SIBILLA_USERS", cause=f"{path}: {error}") from error
    users: dict[str, User] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, rest = line.strip().partition(":")
        role, _, password_hash = rest.partition(":")
        if not _NAME.fullmatch(name) or role not in list(Role) or not password_hash:
            cause = Told(
                f"line {number} of {path} is not name:role:hash",
                f"la riga {number} di {path} non è nome:ruolo:hash",
            )
            raise SettingWrong("setting", name="SIBILLA_USERS", cause=cause)
        users[name] = User(name, Role(role), password_hash)
    return users


def write_users(path: Path, users: dict[str, User]) -> None:
    """Write the file of users, whole or not at all, for its owner's eyes only."""
    lines = [f"{user.name}:{user.role}:{user.password_hash}\n" for user in users.values()]
    half = path.with_name(f".{uuid4().hex}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(_HEAD + "".join(lines))
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except OSError as error:
        raise SettingWrong("setting", name="SIBILLA_USERS", cause=f"{path}: {error}") from error
    finally:
        half.unlink(missing_ok=True)


def checked_name(name: str) -> str:
    """A name that a user can have.

    Raises:
        SettingWrong: it is empty, too long, or holds other than letters, digits and `.@+-_`.
    """
    if not _NAME.fullmatch(name):
        raise SettingWrong("user-name", name=name)
    return name
