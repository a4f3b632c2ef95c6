"""What an answer tells of the chat model, in Italian and English."""

from dataclasses import dataclass

from corpus.errors import ModelUnavailable


@dataclass(frozen=True, slots=True)
class Notices:
    """Sentences for `Answer.notice`. Places in braces are filled by `str.format`."""

    instead: str
    nothing_supported: str
    garbled: str
    cut: str


NOTICES = {
    "en": Notices(
        instead="{reason} What stands here was made without it.",
        nothing_supported="The articles bear out nothing of what the chat model wrote, so it was "
        "left out. What stands here was made without it.",
        garbled="The chat model wrote nothing that could be read. What stands here was made "
        "without it.",
        cut="The chat model did not come to an end; its answer was cut after a sentence.",
    ),
    "it": Notices(
        instead="{reason} Quel che leggi è stato composto senza.",
        nothing_supported="Gli articoli non confermano nulla di quel che ha scritto il modello, "
        "perciò è stato tolto. Quel che leggi è stato composto senza.",
        garbled="Il modello non ha scritto nulla di leggibile. Quel che leggi è stato composto "
        "senza.",
        cut="Il modello non arrivava alla fine; la sua risposta è stata tagliata dopo una frase.",
    ),
}


def notices(language: str) -> Notices:
    """The notices of a language; English for any but Italian."""
    return NOTICES.get(language, NOTICES["en"])


def instead(failure: ModelUnavailable, language: str) -> str:
    """The notice on an answer that was made without the model, because of a failure."""
    return notices(language).instead.format(reason=failure.tell(language))
