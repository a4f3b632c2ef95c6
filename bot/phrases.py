"""What Sibilla itself says in an answer, in Italian and English, and how it writes dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.smalltalk import SmallTalk
from corpus.figures import MONTH_NAMES


@dataclass(frozen=True, slots=True)
class Phrases:
    """The sentences around quotations. Places in braces are filled by `str.format`."""

    quoted_from_other: str
    not_in_corpus: str
    nothing_on_names: str
    only_on_names: str
    speak_of_this: str
    speak_of_names: str
    no_such_figure: str
    no_such_premise: str
    told_otherwise: str
    no_such_detail: str
    nearest: str
    empty_corpus: str
    still_reading: str
    joining: str
    joining_and: str
    quotation: str
    more_recently: str
    on_day: str
    nothing_then: str
    small_talk: Mapping[SmallTalk, str]


PHRASES = {
    "en": Phrases(
        quoted_from_other="In the original Italian: {quotation}",
        not_in_corpus="The articles do not answer this question.",
        speak_of_this="The articles speak of this",
        speak_of_names="The articles speak of {names}",
        no_such_figure="{speaking}, but do not give that figure.",
        no_such_detail="{speaking}, but do not tell this detail.",
        no_such_premise="The articles do not say that this happened, nor why.",
        told_otherwise="The articles do not say so. “{title}” says: “{text}”",
        nothing_on_names="The articles say nothing on this about {names}.",
        only_on_names="The articles speak of {present}, but say nothing on this about {names}.",
        nearest="These are the nearest ones.",
        still_reading="Sibilla is still reading its articles ({done} of {total}): the answer may "
        "change.",
        empty_corpus="There are no articles yet. Add some, and ask again.",
        joining=" or ",
        joining_and=" and ",
        quotation="“{text}”",
        on_day="{date}: {text}",
        more_recently="More recently ({date}): {text}",
        nothing_then="No article of the days asked for speaks of this.",
        small_talk={
            SmallTalk.GREETING: "Hello! Ask me about the machines that run AI: who builds, buys, "
            "powers and regulates them. I answer from the articles here, with citations.",
            SmallTalk.THANKS: "You are welcome. Ask on whenever you like.",
            SmallTalk.ABOUT: "I am Sibilla. I answer questions on AI infrastructure from the "
            "articles in my library, in English and Italian; I cite the sentences I rest on, and "
            "say so when the articles do not hold the answer.",
            SmallTalk.FAREWELL: "Goodbye. The articles stay here.",
        },
    ),
    "it": Phrases(
        quoted_from_other="Nell'originale inglese: {quotation}",
        not_in_corpus="Gli articoli non rispondono a questa domanda.",
        speak_of_this="Gli articoli ne parlano",
        speak_of_names="Gli articoli parlano di {names}",
        no_such_figure="{speaking}, ma non danno questa cifra.",
        no_such_detail="{speaking}, ma non dicono questo particolare.",
        no_such_premise="Gli articoli non dicono che questo sia successo, né perché.",
        told_otherwise="Gli articoli non dicono questo. Si legge in «{title}»: «{text}»",
        nothing_on_names="Su questo gli articoli non dicono nulla di {names}.",
        only_on_names="Gli articoli parlano di {present}, ma su questo non dicono nulla di "
        "{names}.",
        nearest="Questi sono i più vicini.",
        still_reading="Sibilla sta ancora leggendo i suoi articoli ({done} di {total}): la "
        "risposta può cambiare.",
        empty_corpus="Non ci sono ancora articoli. Aggiungine, e chiedi di nuovo.",
        joining=" o di ",
        joining_and=" e di ",
        quotation="«{text}»",
        on_day="{date}: {text}",
        more_recently="Più di recente ({date}): {text}",
        nothing_then="Nessun articolo dei giorni chiesti ne parla.",
        small_talk={
            SmallTalk.GREETING: "Ciao! Chiedimi delle macchine dell'intelligenza artificiale: chi "
            "le costruisce, le compra, le alimenta e le regola. Rispondo con gli articoli che "
            "ho, citandoli.",
            SmallTalk.THANKS: "Prego. Chiedi pure ancora, quando vuoi.",
            SmallTalk.ABOUT: "Sono Sibilla. Rispondo a domande sulle infrastrutture "
            "dell'intelligenza artificiale con gli articoli della mia biblioteca, in italiano e in "
            "inglese; cito le frasi su cui mi baso, e lo dico quando gli articoli non hanno la "
            "risposta.",
            SmallTalk.FAREWELL: "Arrivederci. Gli articoli restano qui.",
        },
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
