"""Documents that cannot go into the library."""

from typing import ClassVar

from corpus.errors.base import RequestError


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
        "no-article": {
            "en": "{name} holds no article that can be told from its menus. "
            "Copy its text into a text file and add that.",
            "it": "{name} non contiene un articolo che si distingua dai menu. "
            "Copia il testo in un file di testo e aggiungi quello.",
        },
        "wrong-format": {
            "en": "{name} is no {format} file, though its name says so. Check where it came from.",
            "it": "{name} non è un file {format}, benché il nome lo dica. Controlla da dove viene.",
        },
        "encrypted": {
            "en": "{name} is locked with a password. Save it without one and add it again.",
            "it": "{name} è protetto da una password. Salvalo senza e aggiungilo di nuovo.",
        },
        "scanned": {
            "en": "{name} is a scan: pictures of pages without text. "
            "Run it through text recognition (OCR) first.",
            "it": "{name} è una scansione: immagini di pagine senza testo. "
            "Passalo prima da un riconoscimento del testo (OCR).",
        },
        "damaged": {
            "en": "{name} is damaged and cannot be read ({cause}). Get another copy of it.",
            "it": "{name} è danneggiato e non si può leggere ({cause}). Procurati un'altra copia.",
        },
        "too-slow": {
            "en": "{name} could not be read within {seconds} seconds. "
            "Split it into smaller documents.",
            "it": "{name} non si è potuto leggere entro {seconds} secondi. "
            "Dividilo in documenti più piccoli.",
        },
        "memory": {
            "en": "{name} needs too much memory to be read. Split it into smaller documents.",
            "it": "{name} richiede troppa memoria per essere letto. "
            "Dividilo in documenti più piccoli.",
        },
        "crashed": {
            "en": "{name} made its reader crash; nothing else was lost. Save it in another format.",
            "it": "{name} ha fatto cadere il lettore; nient'altro è andato perso. "
            "Salvalo in un altro formato.",
        },
        "bomb": {
            "en": "{name} unpacks into far more than a document holds. It is not read.",
            "it": "{name} si espande in molto più di quanto contenga un documento. Non si legge.",
        },
        "archive": {
            "en": "{name} is a ZIP file where a single document is read. "
            "Unpack it and add what is in it.",
            "it": "{name} è un file ZIP dove si legge un solo documento. "
            "Estrailo e aggiungi ciò che contiene.",
        },
        "too-many": {
            "en": "{name} holds more than {limit} documents. Split it.",
            "it": "{name} contiene più di {limit} documenti. Dividilo.",
        },
        "unsafe-name": {
            "en": "{name} is no name of an article. Take it out of the backup.",
            "it": "{name} non è il nome di un articolo. Toglilo dalla copia.",
        },
        "altered": {
            "en": "{name} is not as it was exported. Take another copy of the backup.",
            "it": "{name} non è com'era quando è stato esportato. Usa un'altra copia.",
        },
        "lost": {
            "en": "{name} is listed in the backup, and not in it. Take another copy of it.",
            "it": "{name} è elencato nella copia, ma non c'è. Usa un'altra copia.",
        },
        "differs": {
            "en": "{name} is in the library in another version. Import with --replace to take "
            "the one of the backup.",
            "it": "{name} è nella biblioteca in un'altra versione. Importa con --replace per "
            "prendere quella della copia.",
        },
        "too-large": {
            "en": "{name} is larger than {limit} MB. Split it into smaller documents.",
            "it": "{name} supera i {limit} MB. Dividilo in documenti più piccoli.",
        },
    }
