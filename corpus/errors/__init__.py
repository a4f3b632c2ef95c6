"""Every error Sibilla raises on purpose, split by who can mend it.

    SibillaError
    ├── RequestError        the user asked for something that cannot be
    │   ├── DocumentRefused     a document that cannot go into the library
    │   │   └── FetchRefused        an address of the web that is not read
    │   ├── FeedUnknown         a feed nobody follows
    │   ├── BackupUnusable      a backup that cannot be written or read as a whole
    │   ├── ArticleUnknown      an article id nobody has
    │   ├── SettingWrong        a setting or option with an impossible value
    │   ├── AccessRefused       a request of somebody who may not make it
    │   └── RequestWrong        a request over HTTP in the wrong form
    └── OperationError      the machine or its set-up stands in the way
        ├── LibraryUnusable     the data folder cannot be read or written
        ├── IndexBusy           another process is writing the index
        ├── TooBusy             more was asked than can be answered now
        ├── ChromaUnavailable   the Chroma server does not answer
        ├── EncoderUnavailable  the embedding model cannot be loaded
        └── ModelUnavailable    the chat model does not answer

Each is told in Italian or English by `tell(language)`; `str(error)` is the English one.
"""

from corpus.errors.base import OperationError, RequestError, SibillaError, Told
from corpus.errors.chroma import ChromaUnavailable
from corpus.errors.documents import DocumentRefused
from corpus.errors.fetching import FetchRefused
from corpus.errors.models import ModelUnavailable
from corpus.errors.operation import (
    EncoderUnavailable,
    IndexBusy,
    LibraryUnusable,
    TooBusy,
    is_full,
)
from corpus.errors.requests import (
    AccessRefused,
    ArticleUnknown,
    BackupUnusable,
    FeedUnknown,
    RequestWrong,
    SettingWrong,
)

__all__ = [
    "AccessRefused",
    "ArticleUnknown",
    "BackupUnusable",
    "ChromaUnavailable",
    "DocumentRefused",
    "EncoderUnavailable",
    "FeedUnknown",
    "FetchRefused",
    "IndexBusy",
    "LibraryUnusable",
    "ModelUnavailable",
    "OperationError",
    "RequestError",
    "RequestWrong",
    "SettingWrong",
    "SibillaError",
    "Told",
    "TooBusy",
    "is_full",
]
