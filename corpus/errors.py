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
        ├── EncoderUnavailable  the embedding model cannot be loaded
        └── ModelUnavailable    the chat model does not answer

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


class FetchRefused(DocumentRefused):
    """A page or feed of the web that is not fetched, or whose answer is not taken."""

    # What may be otherwise in an hour; the other reasons stay.
    _PASSING: ClassVar = frozenset(
        ("unknown-host", "unreachable", "slow", "unavailable", "robots-unavailable")
    )

    messages: ClassVar = {
        "malformed": {
            "en": "{name} is not a web address. Check how it is written.",
            "it": "{name} non è un indirizzo web. Controlla come è scritto.",
        },
        "scheme": {
            "en": "{name} begins with {scheme}: only http and https are fetched. "
            "Download it and add the file.",
            "it": "{name} comincia con {scheme}: si leggono solo http e https. "
            "Scaricalo e aggiungi il file.",
        },
        "userinfo": {
            "en": "{name} holds a user name or password; such addresses are not fetched. "
            "Download the page and add the file.",
            "it": "{name} contiene un nome utente o una password; indirizzi simili non si "
            "leggono. Scarica la pagina e aggiungi il file.",
        },
        "port": {
            "en": "{name} uses port {port}; only 80 and 443 are fetched from. If you trust it, "
            "name it in SIBILLA_UNGUARDED_HOSTS.",
            "it": "{name} usa la porta {port}; si leggono solo la 80 e la 443. Se ti fidi, "
            "mettilo in SIBILLA_UNGUARDED_HOSTS.",
        },
        "private": {
            "en": "{name} leads to {address}, which is not on the public internet, so it was "
            "not fetched. If you trust that server, name it in SIBILLA_UNGUARDED_HOSTS.",
            "it": "{name} porta a {address}, che non è sulla rete pubblica: non è stato letto. "
            "Se ti fidi di quel server, mettilo in SIBILLA_UNGUARDED_HOSTS.",
        },
        "unknown-host": {
            "en": "{name} cannot be fetched: no address is known for {host}. "
            "Check the spelling and the network.",
            "it": "{name} non si può leggere: di {host} non si conosce l'indirizzo. "
            "Controlla come è scritto e la rete.",
        },
        "unreachable": {
            "en": "{name} cannot be fetched: the connection failed or broke off. Try again later.",
            "it": "{name} non si può leggere: la connessione non riesce o si interrompe. "
            "Riprova più tardi.",
        },
        "certificate": {
            "en": "{name} was not fetched: its server cannot prove that it is {host}. "
            "Check the address.",
            "it": "{name} non è stato letto: il server non può provare di essere {host}. "
            "Controlla l'indirizzo.",
        },
        "slow": {
            "en": "{name} took longer than {seconds} seconds. Try again later, or download it "
            "and add the file.",
            "it": "{name} ha impiegato più di {seconds} secondi. Riprova più tardi, o scaricalo "
            "e aggiungi il file.",
        },
        "too-large": {
            "en": "{name} is larger than {limit} MB. Add a shorter page.",
            "it": "{name} supera i {limit} MB. Aggiungi una pagina più breve.",
        },
        "type": {
            "en": "{name} is of type {type}, which Sibilla does not read. It reads {types}.",
            "it": "{name} è di tipo {type}, che Sibilla non legge. Legge {types}.",
        },
        "redirects": {
            "en": "{name} was redirected more than {limit} times. Find out where it leads and "
            "add that address.",
            "it": "{name} è stato reindirizzato più di {limit} volte. Scopri dove porta e "
            "aggiungi quell'indirizzo.",
        },
        "status": {
            "en": "{name} cannot be had: its server answers {status}. Check the address.",
            "it": "{name} non si può avere: il server risponde {status}. Controlla l'indirizzo.",
        },
        "unavailable": {
            "en": "{name} cannot be had now: its server answers {status}. Try again later.",
            "it": "{name} ora non si può avere: il server risponde {status}. Riprova più tardi.",
        },
        "robots": {
            "en": "{name} was not fetched: its site asks programs, in its robots.txt, to leave "
            "that page alone. Save it from your browser and add the file.",
            "it": "{name} non è stato letto: il sito chiede ai programmi, nel suo robots.txt, "
            "di non toccare quella pagina. Salvala dal browser e aggiungi il file.",
        },
        "robots-unavailable": {
            "en": "{name} was not fetched: the robots.txt of its site, which says what programs "
            "may read, cannot be had now. Try again later.",
            "it": "{name} non è stato letto: il robots.txt del sito, che dice che cosa possono "
            "leggere i programmi, ora non si può avere. Riprova più tardi.",
        },
        "garbled": {
            "en": "{name} was answered with something that is no proper web page. Check the "
            "address.",
            "it": "{name} ha risposto con qualcosa che non è una vera pagina web. Controlla "
            "l'indirizzo.",
        },
        "not-feed": {
            "en": "{name} is no RSS or Atom feed, nor does it name one. Look for the feed's own "
            "address on the site.",
            "it": "{name} non è un feed RSS o Atom, né ne indica uno. Cerca sul sito "
            "l'indirizzo del feed.",
        },
        "feed-broken": {
            "en": "{name} is a feed that takes too long or too much memory to be read. "
            "`sibilla feeds remove` follows it no longer.",
            "it": "{name} è un feed che richiede troppo tempo o troppa memoria. "
            "`sibilla feeds remove` smette di seguirlo.",
        },
        "no-link": {
            "en": "The item “{name}” of the feed has neither a text nor an address that can be "
            "read. Look for it on the site.",
            "it": "La voce «{name}» del feed non ha un testo né un indirizzo che si possa "
            "leggere. Cercala sul sito.",
        },
    }

    @property
    def passing(self) -> bool:
        """Whether trying again later may help."""
        return self.reason in self._PASSING


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
    """A request over the network that whoever sent it may not make."""

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


class LibraryUnusable(OperationError):
    """The data folder cannot be read or written."""

    messages: ClassVar = {
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
        "newer": {
            "en": "The index in {name} was made by a newer Sibilla (format {format}). "
            "Update Sibilla, or delete that folder to have it rebuilt from the articles.",
            "it": "L'indice in {name} è stato fatto da una Sibilla più nuova (formato {format}). "
            "Aggiorna Sibilla, o cancella quella cartella per rifarlo dagli articoli.",
        },
    }


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


class ModelUnavailable(OperationError):
    """The chat model does not answer, or not as it should.

    `name` is the model as it was set. No message holds a key or anything a server sent.
    """

    messages: ClassVar = {
        "package": {
            "en": "The chat model {name} needs a package that is not installed. Run: {command}",
            "it": "Al modello {name} serve un pacchetto che non è installato. Esegui: {command}",
        },
        "provider": {
            "en": "SIBILLA_MODEL={name} names no provider Sibilla knows. Write it as "
            "provider:model, for example ollama:qwen3:4b.",
            "it": "SIBILLA_MODEL={name} non indica un fornitore che Sibilla conosca. Scrivilo come "
            "fornitore:modello, per esempio ollama:qwen3:4b.",
        },
        "no-key": {
            "en": "The chat model {name} needs a key. Put it into SIBILLA_MODEL_KEY.",
            "it": "Al modello {name} serve una chiave. Mettila in SIBILLA_MODEL_KEY.",
        },
        "key": {
            "en": "The chat model {name} was refused for its key. Check SIBILLA_MODEL_KEY, and "
            "that the key may use this model.",
            "it": "Il modello {name} ha rifiutato la chiave. Controlla SIBILLA_MODEL_KEY, e che "
            "la chiave valga per questo modello.",
        },
        "unknown": {
            "en": "The server of the chat model does not know {name}. Check SIBILLA_MODEL (with "
            "Ollama, pull the model first) and SIBILLA_MODEL_URL.",
            "it": "Il server dei modelli non conosce {name}. Controlla SIBILLA_MODEL (con Ollama, "
            "scarica prima il modello) e SIBILLA_MODEL_URL.",
        },
        "down": {
            "en": "The server of the chat model {name} cannot be reached. Start it, or check the "
            "network and SIBILLA_MODEL_URL.",
            "it": "Il server del modello {name} non si raggiunge. Avvialo, o controlla la rete e "
            "SIBILLA_MODEL_URL.",
        },
        "slow": {
            "en": "The chat model {name} said nothing for {seconds:g} seconds. Ask again, choose a "
            "smaller model, or raise SIBILLA_MODEL_TIMEOUT.",
            "it": "Il modello {name} non ha detto nulla per {seconds:g} secondi. Chiedi di nuovo, "
            "scegli un modello più piccolo o alza SIBILLA_MODEL_TIMEOUT.",
        },
        "broke-off": {
            "en": "The chat model {name} broke off in the middle of its answer. Ask again; if that "
            "goes on, see what its server reports.",
            "it": "Il modello {name} si è interrotto a metà della risposta. Chiedi di nuovo; se "
            "continua, guarda che cosa segnala il suo server.",
        },
        "busy": {
            "en": "The provider of the chat model {name} takes no more questions for now. Wait a "
            "little, or check the account's limits.",
            "it": "Il fornitore del modello {name} per ora non accetta altre domande. Aspetta un "
            "poco, o controlla i limiti dell'account.",
        },
        "server": {
            "en": "The server of the chat model {name} failed ({cause}). Ask again; if that goes "
            "on, see what it reports.",
            "it": "Il server del modello {name} ha avuto un guasto ({cause}). Chiedi di nuovo; se "
            "continua, guarda che cosa segnala.",
        },
        "request": {
            "en": "The chat model {name} refuses Sibilla's request ({cause}). Choose another model "
            "with SIBILLA_MODEL.",
            "it": "Il modello {name} rifiuta la richiesta di Sibilla ({cause}). Scegli un altro "
            "modello con SIBILLA_MODEL.",
        },
        "context": {
            "en": "Question and passages are too long for the chat model {name}. Set "
            "SIBILLA_MODEL_CONTEXT to the tokens that it really takes.",
            "it": "Domanda e passaggi sono troppo lunghi per il modello {name}. Metti in "
            "SIBILLA_MODEL_CONTEXT i token che accetta davvero.",
        },
        "garbage": {
            "en": "What answers for the chat model {name} is no chat model ({cause}). Check "
            "SIBILLA_MODEL_URL; it often ends in /v1.",
            "it": "Quel che risponde al posto del modello {name} non è un modello ({cause}). "
            "Controlla SIBILLA_MODEL_URL; spesso finisce in /v1.",
        },
        "empty": {
            "en": "The chat model {name} answered with nothing. Ask again, or choose another one.",
            "it": "Il modello {name} ha risposto con nulla. Chiedi di nuovo, o scegline un altro.",
        },
    }
