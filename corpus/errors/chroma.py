"""A server of Chroma's own that does not serve."""

from typing import ClassVar

from corpus.errors.base import OperationError


class ChromaUnavailable(OperationError):
    """The Chroma server that SIBILLA_CHROMA names does not answer, or not as it should.

    `name` is its address. No message holds the token or anything the server sent.
    """

    messages: ClassVar = {
        "down": {
            "en": "The Chroma server at {name} cannot be reached, so nothing can be looked up. "
            "Start it, or check the network and SIBILLA_CHROMA.",
            "it": "Il server Chroma su {name} non si raggiunge, perciò non si può cercare nulla. "
            "Avvialo, o controlla la rete e SIBILLA_CHROMA.",
        },
        "slow": {
            "en": "The Chroma server at {name} did not answer in time. One that was just started "
            "reads its vectors first: wait a little and ask again.",
            "it": "Il server Chroma su {name} non ha risposto in tempo. Uno appena avviato legge "
            "prima i suoi vettori: aspetta un poco e chiedi di nuovo.",
        },
        "token": {
            "en": "The Chroma server at {name} lets nobody in without the right token. Check "
            "SIBILLA_CHROMA_TOKEN.",
            "it": "Il server Chroma su {name} non fa entrare senza il token giusto. Controlla "
            "SIBILLA_CHROMA_TOKEN.",
        },
        "garbage": {
            "en": "What answers at {name} is no Chroma server ({cause}). Check SIBILLA_CHROMA.",
            "it": "Quel che risponde su {name} non è un server Chroma ({cause}). Controlla "
            "SIBILLA_CHROMA.",
        },
        "failed": {
            "en": "The Chroma server at {name} failed ({cause}). Try again; if that goes on, see "
            "what it reports and whether its disk is full.",
            "it": "Il server Chroma su {name} ha avuto un guasto ({cause}). Riprova; se continua, "
            "guarda che cosa segnala e se il suo disco è pieno.",
        },
        "place": {
            "en": "The Chroma server at {name} has no {place}. Create it there, or check "
            "SIBILLA_CHROMA_TENANT and SIBILLA_CHROMA_DATABASE.",
            "it": "Il server Chroma su {name} non ha {place}. Crealo lì, o controlla "
            "SIBILLA_CHROMA_TENANT e SIBILLA_CHROMA_DATABASE.",
        },
        "taken": {
            "en": "On the Chroma server at {name}, the library {library} belongs to another data "
            "folder; nothing there was touched. Choose another name with SIBILLA_CHROMA_LIBRARY, "
            "or read that one with SIBILLA_FOLLOW=true.",
            "it": "Sul server Chroma su {name} la biblioteca {library} è di un'altra cartella di "
            "dati; nulla è stato toccato. Scegli un altro nome con SIBILLA_CHROMA_LIBRARY, o "
            "leggi quella con SIBILLA_FOLLOW=true.",
        },
        "lost": {
            "en": "The Chroma server at {name} does not have the vectors of the library {library}. "
            "Start the Sibilla that keeps its articles: it puts them there.",
            "it": "Il server Chroma su {name} non ha i vettori della biblioteca {library}. Avvia "
            "la Sibilla che ne tiene gli articoli: ce li mette lei.",
        },
        "filling": {
            "en": "The vectors of the library {library} are just being put on the Chroma server at "
            "{name}. Ask again in a moment.",
            "it": "I vettori della biblioteca {library} si stanno mettendo proprio ora sul server "
            "Chroma su {name}. Chiedi di nuovo tra un momento.",
        },
        "absent": {
            "en": "The Chroma server at {name} has no library {library} for this embedding model "
            "and this version of Sibilla. Check SIBILLA_CHROMA_LIBRARY and SIBILLA_EMBEDDING, and "
            "that the Sibilla that keeps its articles has run.",
            "it": "Il server Chroma su {name} non ha una biblioteca {library} per questo modello "
            "di embedding e questa versione di Sibilla. Controlla SIBILLA_CHROMA_LIBRARY e "
            "SIBILLA_EMBEDDING, e che la Sibilla che ne tiene gli articoli sia stata avviata.",
        },
    }
