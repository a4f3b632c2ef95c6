"""What was asked for and cannot be."""

from typing import ClassVar

from corpus.errors.base import RequestError


class BackupUnusable(RequestError):
    """A backup that cannot be written or read as a whole; nothing was changed."""

    messages: ClassVar = {
        "exists": {
            "en": "There is something at {name} already. Choose a new name.",
            "it": "In {name} c'è già qualcosa. Scegli un nome nuovo.",
        },
        "not-written": {
            "en": "The backup {name} cannot be written ({cause}). Choose another place.",
            "it": "La copia {name} non si può scrivere ({cause}). Scegli un altro posto.",
        },
        "missing": {
            "en": "There is no backup {name}. Check the path.",
            "it": "La copia {name} non esiste. Controlla il percorso.",
        },
        "unreadable": {
            "en": "The backup {name} cannot be read ({cause}). Take another copy of it.",
            "it": "La copia {name} non si può leggere ({cause}). Usane un altro esemplare.",
        },
        "no-backup": {
            "en": "{name} was not written by `sibilla export`. Add documents with `sibilla add`.",
            "it": "{name} non è stato scritto da `sibilla export`. Aggiungi documenti con "
            "`sibilla add`.",
        },
        "newer": {
            "en": "The backup {name} was written by a newer Sibilla. Update this one.",
            "it": "La copia {name} è stata scritta da una Sibilla più nuova. Aggiorna questa.",
        },
    }


class ArticleUnknown(RequestError):
    """No article of the library has this id."""

    messages: ClassVar = {
        "unknown": {
            "en": "No article has the id {id}. `sibilla list` shows them all.",
            "it": "Nessun articolo ha l'identificativo {id}. `sibilla list` li elenca tutti.",
        },
        "not-kept": {
            "en": "Nothing with the id {id} was removed or replaced. Look into the folder trash.",
            "it": "Nulla con l'identificativo {id} è stato tolto o sostituito. Guarda nella "
            "cartella trash.",
        },
    }


class FeedUnknown(RequestError):
    """No feed of this address is followed."""

    messages: ClassVar = {
        "unknown": {
            "en": "No feed {url} is followed. `sibilla feeds list` shows them all.",
            "it": "Il feed {url} non è tra quelli seguiti. `sibilla feeds list` li elenca tutti.",
        },
    }


class SettingWrong(RequestError):
    """A setting or an option with an impossible value."""

    messages: ClassVar = {
        "setting": {
            "en": "The setting {name} is wrong: {cause}.",
            "it": "L'impostazione {name} è sbagliata: {cause}.",
        },
        "network": {
            "en": "Listening on {host} lets other machines in, and no password is set. Set "
            "SIBILLA_PASSWORD, or make users with `sibilla user add`, or give --open to let "
            "anybody read and nobody change the library.",
            "it": "Ascoltare su {host} lascia entrare altre macchine, e non c'è una password. "
            "Imposta SIBILLA_PASSWORD, o crea utenti con `sibilla user add`, o dai --open perché "
            "chiunque possa leggere e nessuno cambiare la biblioteca.",
        },
        "user-name": {
            "en": "{name!r} cannot be the name of a user. Take up to 64 letters, digits and . _ "
            "@ + -.",
            "it": "{name!r} non può essere il nome di un utente. Usa fino a 64 lettere, cifre e "
            ". _ @ + -.",
        },
        "user-unknown": {
            "en": "There is no user {name}. `sibilla user list` shows them all.",
            "it": "Non c'è un utente {name}. `sibilla user list` li elenca tutti.",
        },
        "user-password": {
            "en": "There is no password. Type one, or send it on standard input.",
            "it": "Non c'è una password. Scrivila, o mandala sullo standard input.",
        },
        "user-passwords": {
            "en": "The two passwords differ. Nothing was changed; give the command again.",
            "it": "Le due password sono diverse. Non è cambiato nulla; ripeti il comando.",
        },
        "mcp": {
            "en": "MCP needs a package that is not installed. Install it with "
            "`pip install mcp`, then start again.",
            "it": "MCP richiede un pacchetto che non è installato. Installalo con "
            "`pip install mcp`, poi riavvia.",
        },
        "remove": {
            "en": "Say what to remove: ids of articles, or --outlet, --since, --until or --in, "
            "but not both.",
            "it": "Di' che cosa togliere: gli identificativi degli articoli, oppure --outlet, "
            "--since, --until o --in, ma non entrambi.",
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


class AccessRefused(RequestError):
    """A request that whoever made it may not make here."""

    messages: ClassVar = {
        "log-in": {
            "en": "This library asks for a password. Log in on its page, or send a name and a "
            "password in the header Authorization.",
            "it": "Questa biblioteca chiede una password. Accedi dalla sua pagina, o manda nome e "
            "password nell'intestazione Authorization.",
        },
        "wrong-password": {
            "en": "The name or the password is wrong. Check both and try again.",
            "it": "Il nome o la password sono sbagliati. Controllali e riprova.",
        },
        "editor": {
            "en": "Only editors may change this library. Log in as an editor, or ask one.",
            "it": "Solo i redattori possono cambiare questa biblioteca. Accedi come redattore, o "
            "chiedi a uno di loro.",
        },
        "followed": {
            "en": "The articles here are copies of another library's (SIBILLA_FOLLOW). Add, "
            "change or remove them where that library is kept.",
            "it": "Gli articoli qui sono copie di quelli di un'altra biblioteca (SIBILLA_FOLLOW). "
            "Aggiungili, cambiali o toglili dove quella biblioteca è tenuta.",
        },
        "elsewhere": {
            "en": "This request came from a page of another site. Make it on Sibilla's own page.",
            "it": "Questa richiesta viene dalla pagina di un altro sito. Falla dalla pagina di "
            "Sibilla.",
        },
        "host": {
            "en": "This server does not go by the name {name!r}. Use its address, or list the "
            "name in SIBILLA_NAMES.",
            "it": "Questo server non si chiama {name!r}. Usa il suo indirizzo, o elenca il nome "
            "in SIBILLA_NAMES.",
        },
        "remote": {
            "en": "This Sibilla serves only its own machine. To serve others, set "
            "SIBILLA_PASSWORD, or start it with --open for reading only.",
            "it": "Questa Sibilla serve solo la sua macchina. Per servire altri, imposta "
            "SIBILLA_PASSWORD, o avviala con --open per la sola lettura.",
        },
        "body": {
            "en": "The request is larger than {limit} MB. Send less at a time.",
            "it": "La richiesta supera i {limit} MB. Mandane meno alla volta.",
        },
        "path": {
            "en": "There is nothing at {name}. The API describes itself at /api/.",
            "it": "Non c'è nulla a {name}. L'API si descrive da sé in /api/.",
        },
    }


class RequestWrong(RequestError):
    """A request over HTTP that does not say what it must, or not in the right form."""

    messages: ClassVar = {
        "malformed": {
            "en": "The request is wrong: {cause}. /api/ describes what it takes.",
            "it": "La richiesta è sbagliata: {cause}. /api/ descrive come va fatta.",
        },
        "content-type": {
            "en": "A body of type {name!r} cannot be read here. Send {wanted}.",
            "it": "Qui non si può leggere un corpo di tipo {name!r}. Manda {wanted}.",
        },
        "method": {
            "en": "{name} does not know the method {method}. /api/ describes what it knows.",
            "it": "{name} non conosce il metodo {method}. /api/ descrive che cosa conosce.",
        },
        "too-many": {
            "en": "There are more than {limit} files in the request. Send fewer at a time.",
            "it": "Nella richiesta ci sono più di {limit} file. Mandane meno alla volta.",
        },
    }
