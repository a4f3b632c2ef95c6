"""What stands in the way of the library and the index."""

import errno
import os
import shutil
import sqlite3
from pathlib import Path
from typing import ClassVar

from corpus.errors.base import OperationError

_FULL = (errno.ENOSPC, errno.EDQUOT)
_READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)
# Chroma and tantivy tell what the disk said in words alone.
_FULL_WORDS = ("No space left on device", "disk is full", "Disk quota exceeded")

# With fewer bytes than this on the disk, SQLite cannot begin to write.
_ROOM = 1_000_000


class LibraryUnusable(OperationError):
    """The data folder cannot be read or written."""

    messages: ClassVar = {
        "full": {
            "en": "There is no room left on the disk of {name}. Make room and try again: "
            "what was there before is kept.",
            "it": "Sul disco di {name} non c'è più posto. Libera spazio e riprova: "
            "ciò che c'era prima è rimasto.",
        },
        "read-only": {
            "en": "The data folder {name} cannot be written: questions are answered, but nothing "
            "can be added or changed. Make it writable, or choose another with --data or "
            "SIBILLA_DATA.",
            "it": "Nella cartella dei dati {name} non si può scrivere: si risponde alle domande, "
            "ma non si può aggiungere o cambiare nulla. Rendila scrivibile, o scegline un'altra "
            "con --data o SIBILLA_DATA.",
        },
        "folder": {
            "en": "The data folder {name} cannot be used ({cause}). "
            "Choose another with --data or SIBILLA_DATA.",
            "it": "La cartella dei dati {name} non si può usare ({cause}). "
            "Scegline un'altra con --data o SIBILLA_DATA.",
        },
        "state": {
            "en": "{name} is damaged. Mend it, or delete it to begin anew.",
            "it": "{name} è rovinato. Correggilo, o cancellalo per ricominciare.",
        },
        "own": {
            "en": "With SIBILLA_FOLLOW the articles are copies of another library's, but {name} "
            "has {count} of its own; they were left alone. Choose another folder with --data or "
            "SIBILLA_DATA.",
            "it": "Con SIBILLA_FOLLOW gli articoli sono copie di quelli di un'altra biblioteca, "
            "ma {name} ne ha {count} suoi; non sono stati toccati. Scegli un'altra cartella con "
            "--data o SIBILLA_DATA.",
        },
        "damaged": {
            "en": "The index in {name} is damaged, and another Sibilla is using it. Stop that one "
            "and try again: the index is then made anew from the articles.",
            "it": "L'indice in {name} è rovinato, e un'altra Sibilla lo sta usando. Fermala e "
            "riprova: l'indice viene allora rifatto dagli articoli.",
        },
        "newer": {
            "en": "The index in {name} was made by a newer Sibilla (format {format}). "
            "Update Sibilla, or delete that folder to have it rebuilt from the articles.",
            "it": "L'indice in {name} è stato fatto da una Sibilla più nuova (formato {format}). "
            "Aggiorna Sibilla, o cancella quella cartella per rifarlo dagli articoli.",
        },
    }

    @staticmethod
    def because(folder: Path, error: Exception) -> "LibraryUnusable":
        """What an error of the disk means for whoever uses `folder`."""
        if is_full(error) or (_is_input_output(error) and not _has_room(folder)):
            return LibraryUnusable("full", name=folder)
        if _is_read_only(error) and os.access(folder, os.R_OK | os.X_OK):
            return LibraryUnusable("read-only", name=folder)
        return LibraryUnusable(
            "folder", name=folder, cause=getattr(error, "strerror", None) or error
        )


class IndexBusy(OperationError):
    """Another process is writing the index of this data folder, or pulling its feeds."""

    messages: ClassVar = {
        "pulling": {
            "en": "Another Sibilla is pulling the feeds of {name}. Wait for it to finish.",
            "it": "Un'altra Sibilla sta leggendo i feed di {name}. Aspetta che finisca.",
        },
        "locked": {
            "en": "Another Sibilla is writing the index in {name}. "
            "Wait for it to finish, or stop it, and try again.",
            "it": "Un'altra Sibilla sta scrivendo l'indice in {name}. "
            "Aspetta che finisca, o fermala, e riprova.",
        },
    }


class TooBusy(OperationError):
    """More was asked than can be answered now; `seconds` say when to come back."""

    messages: ClassVar = {
        "rate": {
            "en": "That was a lot in a short time. Try again in {seconds} s.",
            "it": "Sono state troppe richieste in poco tempo. Riprova tra {seconds} s.",
        },
        "asks": {
            "en": "More questions came than can be answered at once. Try again in {seconds} s.",
            "it": "Sono arrivate più domande di quante se ne possano trattare insieme. Riprova "
            "tra {seconds} s.",
        },
        "reading": {
            "en": "Sibilla is reading its articles for the first time ({done} of {total}). "
            "Try again in {seconds} s.",
            "it": "Sibilla sta leggendo i suoi articoli per la prima volta ({done} di {total}). "
            "Riprova tra {seconds} s.",
        },
        "logins": {
            "en": "There were too many wrong passwords. Try again in {seconds} s.",
            "it": "Ci sono state troppe password sbagliate. Riprova tra {seconds} s.",
        },
    }


class EncoderUnavailable(OperationError):
    """The embedding model cannot be loaded."""

    messages: ClassVar = {
        "hub": {
            "en": "The embedding model {name} is not on this machine and cannot be fetched "
            "({cause}). Check the network, or unset SIBILLA_EMBEDDING to use the built-in "
            "model, which needs no download.",
            "it": "Il modello di embedding {name} non è su questa macchina e non si può "
            "scaricare ({cause}). Controlla la rete, o togli SIBILLA_EMBEDDING per usare il "
            "modello incluso, che non scarica nulla.",
        },
    }


def is_full(error: BaseException) -> bool:
    """Whether an error, of whatever library, comes of a disk without room."""
    if isinstance(error, OSError):
        return error.errno in _FULL
    return any(words in str(error) for words in _FULL_WORDS)


def _is_input_output(error: Exception) -> bool:
    """Whether SQLite tells no more than that the disk failed it, which a full one does."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)


def _has_room(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free > _ROOM
    except OSError:
        return True


def _is_read_only(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in _READ_ONLY
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return isinstance(error, sqlite3.Error) and code == sqlite3.SQLITE_READONLY
