"""What Sibilla itself says in an answer, in Italian and English, and how it writes dates."""

from dataclasses import dataclass
from datetime import date

from corpus.figures import MONTH_NAMES


@dataclass(frozen=True, slots=True)
class Phrases:
    """The sentences around quotations. Places in braces are filled by `str.format`."""

    quoted_from_other: str
    not_in_corpus: str
    nothing_on_names: str
    no_such_figure: str
    no_such_premise: str
    no_such_detail: str
    nearest: str
    empty_corpus: str
    joining: str
    quotation: str


PHRASES = {
    "en": Phrases(
        quoted_from_other="In the original Italian: {quotation}",
        not_in_corpus="The articles do not answer this question.",
        no_such_figure="The articles speak of this, but do not give that figure.",
        no_such_detail="The articles speak of this, but do not tell this detail.",
        no_such_premise="The articles do not say that this happened, nor why.",
        nothing_on_names="The articles say nothing on this about {names}.",
        nearest="These are the nearest ones.",
        empty_corpus="There are no articles yet. Add some, and ask again.",
        joining=" or ",
        quotation="“{text}”",
    ),
    "it": Phrases(
        quoted_from_other="Nell'originale inglese: {quotation}",
        not_in_corpus="Gli articoli non rispondono a questa domanda.",
        no_such_figure="Gli articoli ne parlano, ma non danno questa cifra.",
        no_such_detail="Gli articoli ne parlano, ma non dicono questo particolare.",
        no_such_premise="Gli articoli non dicono che questo sia successo, né perché.",
        nothing_on_names="Su questo gli articoli non dicono nulla di {names}.",
        nearest="Questi sono i più vicini.",
        empty_corpus="Non ci sono ancora articoli. Aggiungine, e chiedi di nuovo.",
        joining=" o di ",
        quotation="«{text}»",
    ),
}


def phrases(language: str) -> Phrases:
    """The phrases of a language; English for any but Italian."""
    return PHRASES.get(language, PHRASES["en"])


def long_date(day: date, language: str) -> str:
    """A date in words: "14 gennaio 2026", "14 January 2026"."""
    language = language if language in MONTH_NAMES else "en"
    name = MONTH_NAMES[language][day.month - 1]
    number = "1º" if language == "it" and day.day == 1 else str(day.day)
    return f"{number} {name} {day.year}"
