"""Faults in words, Italian and English."""

from bot.checking.claim import Fault, FaultKind

_TOLD = {
    "en": {
        FaultKind.NUMBER: "The number “{piece}” is not in the source.",
        FaultKind.UNIT: "“{piece}” has another unit in the source.",
        FaultKind.DATE: "The date “{piece}” is not in the source.",
        FaultKind.NAME: "The source does not name “{piece}”.",
        FaultKind.NEGATION: "The source says the contrary, or does not deny this.",
        FaultKind.ROLES: "In the source, who does it and to whom are the other way round.",
        FaultKind.INVENTED: "The source does not say “{piece}”.",
        FaultKind.QUOTATION: "“{piece}” is not a quotation from the source.",
        FaultKind.MEANING: "The source does not say this.",
        FaultKind.NO_SOURCE: "No source is given for this, and none was found.",
    },
    "it": {
        FaultKind.NUMBER: "Il numero «{piece}» non è nella fonte.",
        FaultKind.UNIT: "«{piece}» ha un'altra unità nella fonte.",
        FaultKind.DATE: "La data «{piece}» non è nella fonte.",
        FaultKind.NAME: "La fonte non nomina «{piece}».",
        FaultKind.NEGATION: "La fonte dice il contrario, o non lo nega.",
        FaultKind.ROLES: "Nella fonte chi lo fa e chi lo riceve sono scambiati.",
        FaultKind.INVENTED: "La fonte non dice «{piece}».",
        FaultKind.QUOTATION: "«{piece}» non è una citazione dalla fonte.",
        FaultKind.MEANING: "La fonte non dice questo.",
        FaultKind.NO_SOURCE: "Per questo non è data una fonte, e non se n'è trovata una.",
    },
}


def tell(fault: Fault, language: str) -> str:
    """A fault as the reader is told of it; in English for any language but Italian."""
    return _TOLD.get(language, _TOLD["en"])[fault.kind].format(piece=fault.piece)
