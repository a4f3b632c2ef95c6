"""Addresses that cannot be fetched."""

from typing import ClassVar

from corpus.errors.documents import DocumentRefused


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
