"""The texts of the command line in Italian, by the English ones that stand beside the commands."""

TEXTS = {
    # The commands
    "Ask about AI-infrastructure news, in Italian or English, and get cited answers.": (
        "Fai domande sulle notizie dell'infrastruttura per l'IA, in italiano o in inglese, e "
        "ricevi risposte con le fonti."
    ),
    "Open the chat page and the HTTP API.": "Apre la pagina per le domande e l'API HTTP.",
    "Offer asking and searching over MCP, on standard input and output.": (
        "Offre domande e ricerche tramite MCP, sullo standard input e output."
    ),
    "Answer a question, with citations.": "Risponde a una domanda, citando le fonti.",
    "List the passages nearest to a question, without an answer.": (
        "Elenca i passi più vicini a una domanda, senza una risposta."
    ),
    "Add documents and web pages to the library.": (
        "Aggiunge documenti e pagine web alla biblioteca."
    ),
    "List the articles of the library.": "Elenca gli articoli della biblioteca.",
    "Show an article: the stored text that citations refer to.": (
        "Mostra un articolo: il testo conservato a cui rimandano le citazioni."
    ),
    "Bring the library in step with the watched folders, and the index with the library.": (
        "Allinea la biblioteca alle cartelle sorvegliate, e l'indice alla biblioteca."
    ),
    "Measure retrieval, answers, citations and refusals over a file of questions.": (
        "Misura ricerca, risposte, citazioni e rifiuti su un file di domande."
    ),
    "Say what is in the library, and with what it is searched and answered.": (
        "Dice che cosa c'è nella biblioteca, e con che cosa cerca e risponde."
    ),
    "Take articles out of the library, by id or all that filters choose.": (
        "Toglie articoli dalla biblioteca, per identificativo o tutti quelli che i filtri scelgono."
    ),
    "Their files go to the trash folder, from where `restore` brings them back.": (
        "I loro file vanno nella cartella trash, da dove `restore` li riprende."
    ),
    "Bring back what was last removed or replaced, from the trash folder.": (
        "Riprende ciò che è stato tolto o sostituito per ultimo, dalla cartella trash."
    ),
    "Write the whole library into a folder or a ZIP file.": (
        "Scrive l'intera biblioteca in una cartella o in un file ZIP."
    ),
    "Bring back what `export` wrote; other versions of an article stay unless told.": (
        "Riprende ciò che `export` ha scritto; altre versioni di un articolo restano, se non si "
        "dice altro."
    ),
    "Who may ask over the network (readers), and who may change the library (editors).": (
        "Chi può fare domande dalla rete (reader), e chi può cambiare la biblioteca (editor)."
    ),
    "Add a user, or give one another password and role.": (
        "Aggiunge un utente, o gli dà un'altra password e un altro ruolo."
    ),
    "The password is asked for, or read from standard input when that is no terminal.": (
        "La password viene chiesta, o letta dallo standard input quando non è un terminale."
    ),
    "List the users and what they may do.": "Elenca gli utenti e che cosa possono fare.",
    "Take a user out; whoever is logged in under the name is out at once.": (
        "Toglie un utente; chi è entrato con quel nome è fuori subito."
    ),
    "Follow RSS and Atom feeds; their new items become articles.": (
        "Segue feed RSS e Atom; le loro novità diventano articoli."
    ),
    "Follow feeds, or the feeds that pages name; nothing is pulled yet.": (
        "Segue dei feed, o quelli che delle pagine indicano; non legge ancora nulla."
    ),
    "List the feeds that are followed.": "Elenca i feed seguiti.",
    "Follow feeds no longer; their articles stay.": (
        "Smette di seguire dei feed; i loro articoli restano."
    ),
    "Add what is new in the feeds to the library.": (
        "Aggiunge alla biblioteca le novità dei feed."
    ),
    # Their arguments
    "The question, in Italian or English.": "La domanda, in italiano o in inglese.",
    "What to look for.": "Che cosa cercare.",
    "Files, folders or ZIP files of them, web pages.": (
        "File, cartelle o file ZIP che ne contengono, pagine web."
    ),
    "The id of an article.": "L'identificativo di un articolo.",
    "Questions, one JSON object a line.": "Domande, un oggetto JSON per riga.",
    "Ids of articles, as `list` shows them.": (
        "Identificativi di articoli, come li mostra `list`."
    ),
    "Ids of articles that were removed.": "Identificativi di articoli tolti.",
    "A new folder, or a new file that ends in .zip.": (
        "Una cartella nuova, o un file nuovo che finisce in .zip."
    ),
    "What `export` wrote: a folder or a ZIP file.": (
        "Ciò che `export` ha scritto: una cartella o un file ZIP."
    ),
    "Addresses of feeds.": "Indirizzi di feed.",
    "Only these feeds.": "Solo questi feed.",
    "The name to log in with.": "Il nome con cui entrare.",
    # Their options
    "Show this message and exit.": "Mostra questo messaggio ed esce.",
    "The data folder to use.": "La cartella dei dati da usare.",
    "Leave the demo corpus out.": "Lascia fuori il corpus dimostrativo.",
    "Print JSON.": "Scrive JSON.",
    "Only articles in this language.": "Solo articoli in questa lingua.",
    "Only articles of this day or later.": "Solo articoli di questo giorno o dopo.",
    "Only articles of this day or before.": "Solo articoli di questo giorno o prima.",
    "Only articles of this outlet.": "Solo articoli di questa testata.",
    "Address to listen on.": "L'indirizzo su cui ascoltare.",
    "Port to listen on.": "La porta su cui ascoltare.",
    "Open the page in a browser.": "Apre la pagina nel browser.",
    "Let anybody ask without a password, and change nothing.": (
        "Lascia chiedere chiunque senza password, e non cambiare nulla."
    ),
    "An earlier question; may be repeated.": "Una domanda precedente; si può ripetere.",
    "How many passages.": "Quanti passi.",
    "Leave out what the library nearly has.": "Tralascia ciò che la biblioteca ha quasi uguale.",
    "Show what would be read, and add nothing.": "Mostra che cosa leggerebbe, senza aggiungere.",
    "Rank articles, do not answer.": "Ordina gli articoli, senza rispondere.",
    "Write a line a question here.": "Scrive qui una riga per domanda.",
    "Only say what would be removed.": "Dice solo che cosa toglierebbe.",
    "Put what is imported in the place of other versions.": (
        "Mette ciò che importa al posto di altre versioni."
    ),
    "What the user may do.": "Che cosa può fare l'utente.",
}

METAVARS = {
    "FOLDER": "CARTELLA",
    "FILE|FOLDER|ZIP|URL": "FILE|CARTELLA|ZIP|URL",
    "FOLDER|FILE.zip": "CARTELLA|FILE.zip",
    "QUESTION": "DOMANDA",
    "DATE": "DATA",
    "NAME": "NOME",
    "NUMBER": "NUMERO",
    "ADDRESS": "INDIRIZZO",
}

# What typer complains of, as it says it, without the last full stop; the first that fits is told.
COMPLAINTS = {
    "No such option: {} (Possible options: {})": "L'opzione {} non esiste (forse {})",
    "No such option: {}": "L'opzione {} non esiste",
    "No such command {}. Did you mean {}?": "Il comando {} non esiste. Forse {}?",
    "No such command {}": "Il comando {} non esiste",
    "Missing command": "Manca il comando",
    "Missing argument {}": "Manca l'argomento {}",
    "Missing option {}": "Manca l'opzione {}",
    "Got unexpected extra argument(s) ({})": "C'è qualcosa di troppo ({})",
    "Option {} requires an argument": "L'opzione {} vuole un valore",
    "Option {} does not take a value": "L'opzione {} non vuole un valore",
    "Invalid value for {}: {}": "Il valore di {} è sbagliato: {}",
}
