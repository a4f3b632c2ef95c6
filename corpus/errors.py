"""Every error Sibilla raises on purpose, split by who can mend it.

    SibillaError
    ├── RequestError        the user asked for something that cannot be
    │   ├── DocumentRefused     a document that cannot go into the library
    │   ├── ArticleUnknown      an article id nobody has
    │   └── SettingWrong        a setting or option with an impossible value
    └── OperationError      the machine or its set-up stands in the way
        ├── LibraryUnusable     the data folder cannot be read or written
        ├── IndexBusy           another process is writing the index
        └── EncoderUnavailable  the embedding model cannot be loaded

Each is told in Italian or English by `tell(language)`; `str(error)` is the English one.
"""

from typing import ClassVar


class SibillaError(Exception):
    """An error with a sentence for the user: what was wrong and what to do next.

    `messages` holds, per reason, the sentence in "en" and "it", with named places that the
    keyword arguments of the constructor fill.
    """

    messages: ClassVar[dict[str, dict[str, str]]] = {}

    def __init__(self, reason: str, **details: object) -> None:
        self.reason = reason
        self.details = details
        super().__init__(self.tell("en"))

    def tell(self, language: str) -> str:
        """The sentence for the user, in Italian for "it" and in English otherwise."""
        message = self.messages[self.reason]
        return message["it" if language == "it" else "en"].format(**self.details)


class RequestError(SibillaError):
    """The user asked for something that cannot be; another request will do."""


class OperationError(SibillaError):
    """The machine or its set-up stands in the way; whoever runs Sibilla can mend it."""


class DocumentRefused(RequestError):
    """A document that cannot go into the library; nothing of it was kept."""

    messages: ClassVar = {
        "missing": {
            "en": "There is no file or folder {name}. Check the path.",
            "it": "Il file o la cartella {name} non esiste. Controlla il percorso.",
        },
        "unreadable": {
            "en": "{name} cannot be read ({cause}). Check that you may open it.",
            "it": "{name} non si può leggere ({cause}). Controlla di poterlo aprire.",
        },
        "empty": {
            "en": "{name} holds no text. Add a file with some text in it.",
            "it": "{name} non contiene testo. Aggiungi un file che ne abbia.",
        },
        "not-text": {
            "en": "{name} is not text. Sibilla reads {formats}.",
            "it": "{name} non è un testo. Sibilla legge {formats}.",
        },
        "format": {
            "en": "{name} has a format that Sibilla does not read. It reads {formats}.",
            "it": "{name} ha un formato che Sibilla non legge. Legge {formats}.",
        },
        "front-matter": {
            "en": "The front matter of {name} is wrong: {cause}. Mend it or remove it.",
            "it": "L'intestazione di {name} è sbagliata: {cause}. Correggila o toglila.",
        },
        "no-files": {
            "en": "The folder {name} holds no document. Sibilla reads {formats}.",
            "it": "La cartella {name} non contiene documenti. Sibilla legge {formats}.",
        },
        "too-large": {
            "en": "{name} is larger than {limit} MB. Split it into smaller documents.",
            "it": "{name} supera i {limit} MB. Dividilo in documenti più piccoli.",
        },
    }


class ArticleUnknown(RequestError):
    """No article of the library has this id."""

    messages: ClassVar = {
        "unknown": {
            "en": "No article has the id {id}. `sibilla list` shows them all.",
            "it": "Nessun articolo ha l'identificativo {id}. `sibilla list` li elenca tutti.",
        },
    }


class SettingWrong(RequestError):
    """A setting or an option with an impossible value."""

    messages: ClassVar = {
        "setting": {
            "en": "The setting {name} is wrong: {cause}.",
            "it": "L'impostazione {name} è sbagliata: {cause}.",
        },
        "questions": {
            "en": "Line {line} of {name} is not a question for `sibilla eval`: {cause}.",
            "it": "La riga {line} di {name} non è una domanda per `sibilla eval`: {cause}.",
        },
        "question-empty": {
            "en": "There is no question. Write one, for example: Why did OpenAI choose Cerebras?",
            "it": "Non c'è una domanda. Scrivila, per esempio: Perché OpenAI ha scelto Cerebras?",
        },
        "question-long": {
            "en": "The question is longer than {limit} characters. Ask it in fewer words.",
            "it": "La domanda supera i {limit} caratteri. Falla con meno parole.",
        },
        "embedding": {
            "en": "The embedding model {name} cannot be used: {cause}. "
            "Unset SIBILLA_EMBEDDING to use the built-in one, which needs no download.",
            "it": "Il modello di embedding {name} non si può usare: {cause}. "
            "Togli SIBILLA_EMBEDDING per usare quello incluso, che non scarica nulla.",
        },
    }


class LibraryUnusable(OperationError):
    """The data folder cannot be read or written."""

    messages: ClassVar = {
        "folder": {
            "en": "The data folder {name} cannot be used ({cause}). "
            "Choose another with --data or SIBILLA_DATA.",
            "it": "La cartella dei dati {name} non si può usare ({cause}). "
            "Scegline un'altra con --data o SIBILLA_DATA.",
        },
        "newer": {
            "en": "The index in {name} was made by a newer Sibilla (format {format}). "
            "Update Sibilla, or delete that folder to have it rebuilt from the articles.",
            "it": "L'indice in {name} è stato fatto da una Sibilla più nuova (formato {format}). "
            "Aggiorna Sibilla, o cancella quella cartella per rifarlo dagli articoli.",
        },
    }


class IndexBusy(OperationError):
    """Another process is writing the index of this data folder."""

    messages: ClassVar = {
        "locked": {
            "en": "Another Sibilla is writing the index in {name}. "
            "Wait for it to finish, or stop it, and try again.",
            "it": "Un'altra Sibilla sta scrivendo l'indice in {name}. "
            "Aspetta che finisca, o fermala, e riprova.",
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
