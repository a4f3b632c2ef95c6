"""Every text of the page, in English and Italian, and the choice between the two."""

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.library import Status

LANGUAGES = ("it", "en")
"""The languages of the page, in the order of the switch."""

LANGUAGE_NAMES = {"it": "Italiano", "en": "English"}
"""The languages of the page, each by its own name."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The page's texts in one language; `{…}` places are filled by `str.format`."""

    tagline: str
    language_switch: str
    chat_tab: str
    library_tab: str
    conversation: str
    welcome: str
    examples: str
    no_articles: str
    question_label: str
    question_placeholder: str
    ask: str
    restart: str
    searching: str
    understood: str
    as_of: str
    mark: str
    sources: str
    sources_of: str
    sources_empty: str
    source_gone: str
    nearest: str
    nearest_none: str
    updated: str
    page: str
    undated: str
    open_article: str
    new_tab: str
    back_to_answer: str
    failure: str
    internal_failure: str
    library_intro: str
    filter_label: str
    filter_placeholder: str
    upload: str
    upload_hint: str
    uploading: str
    upload_results: str
    upload_status: Mapping[Status, str]
    upload_broken: str
    count_one: str
    count_many: str
    count_filtered: str
    none_found: str
    more: str
    column_title: str
    column_outlet: str
    column_published: str
    column_language: str
    column_id: str
    language_names: Mapping[str, str]


TEXTS: Mapping[str, Texts] = {
    "en": Texts(
        tagline="Ask the news. Every answer quotes the articles it rests on.",
        language_switch="Language of the page",
        chat_tab="Ask",
        library_tab="Library",
        conversation="Conversation",
        welcome="What would you like to know?",
        examples="Questions to start from",
        no_articles="There are no articles yet. Add some in the Library, then ask about them.",
        question_label="Your question",
        question_placeholder="Ask a question",
        ask="Ask",
        restart="New conversation",
        searching="Searching the articles…",
        understood="Understood as:",
        as_of="as of {date}",
        mark="Source {number}: {title}",
        sources="Sources",
        sources_of="for “{question}”",
        sources_empty="The passages that an answer quotes appear here, "
        "with the quoted sentence highlighted.",
        source_gone="The article has changed or been removed since. This is what was quoted.",
        nearest="Nearest articles",
        nearest_none="No article comes near this question.",
        updated="updated {date}",
        page="page {number}",
        undated="undated",
        open_article="Open the original",
        new_tab="opens a new tab",
        back_to_answer="Back to the answer",
        failure="That did not work",
        internal_failure="Something went wrong in Sibilla, and nothing was lost. Ask again; "
        "if it happens again, the terminal where Sibilla runs shows the cause.",
        library_intro="What Sibilla answers from. Add PDF, Word, web, Markdown "
        "or text files, up to 10 MB each, or a ZIP of them, and ask about them at once.",
        filter_label="Filter the articles",
        filter_placeholder="Filter: title, outlet, date…",
        upload="Add documents",
        upload_hint="or drop files anywhere on this page",
        uploading="Reading and indexing…",
        upload_results="What became of the documents",
        upload_status={
            Status.ADDED: "added",
            Status.REPLACED: "replaced an older text",
            Status.UNCHANGED: "already in the library",
            Status.REFUSED: "refused",
            Status.SKIPPED: "left out: nearly the same is in the library",
        },
        upload_broken="not finished",
        count_one="1 article",
        count_many="{count} articles",
        count_filtered="{shown} of {count} articles",
        none_found="No article matches this filter.",
        more="{count} more; narrow the filter to see them.",
        column_title="Title",
        column_outlet="Outlet",
        column_published="Published",
        column_language="Language",
        column_id="Id",
        language_names={"en": "English", "it": "Italian"},
    ),
    "it": Texts(
        tagline="Interroga le notizie. Ogni risposta cita gli articoli su cui si fonda.",
        language_switch="Lingua della pagina",
        chat_tab="Domande",
        library_tab="Archivio",
        conversation="Conversazione",
        welcome="Che cosa vuoi sapere?",
        examples="Domande da cui cominciare",
        no_articles="Non ci sono ancora articoli. Aggiungine nell’Archivio, poi fai domande.",
        question_label="La tua domanda",
        question_placeholder="Fai una domanda",
        ask="Chiedi",
        restart="Nuova conversazione",
        searching="Cerco negli articoli…",
        understood="Intesa come:",
        as_of="dati al {date}",
        mark="Fonte {number}: {title}",
        sources="Fonti",
        sources_of="per «{question}»",
        sources_empty="Qui appaiono i brani citati da una risposta, "
        "con la frase citata in evidenza.",
        source_gone="Nel frattempo l’articolo è cambiato o è stato tolto. "
        "Questo è ciò che era citato.",
        nearest="Articoli più vicini",
        nearest_none="Nessun articolo si avvicina a questa domanda.",
        updated="aggiornato il {date}",
        page="pagina {number}",
        undated="senza data",
        open_article="Apri l’originale",
        new_tab="si apre in una nuova scheda",
        back_to_answer="Torna alla risposta",
        failure="Non ha funzionato",
        internal_failure="Qualcosa è andato storto in Sibilla, e nulla è andato perso. Riprova; "
        "se succede ancora, il terminale in cui gira Sibilla ne mostra la causa.",
        library_intro="Ciò da cui Sibilla risponde. Aggiungi file PDF, Word, pagine web, "
        "Markdown o testo, fino a 10 MB ciascuno, o uno ZIP che ne contenga, e fai subito domande.",
        filter_label="Filtra gli articoli",
        filter_placeholder="Filtra: titolo, testata, data…",
        upload="Aggiungi documenti",
        upload_hint="o trascina i file ovunque in questa pagina",
        uploading="Lettura e indicizzazione…",
        upload_results="Che cosa è stato dei documenti",
        upload_status={
            Status.ADDED: "aggiunto",
            Status.REPLACED: "ha sostituito un testo precedente",
            Status.UNCHANGED: "già in archivio",
            Status.REFUSED: "rifiutato",
            Status.SKIPPED: "tralasciato: in archivio c’è quasi lo stesso testo",
        },
        upload_broken="non concluso",
        count_one="1 articolo",
        count_many="{count} articoli",
        count_filtered="{shown} di {count} articoli",
        none_found="Nessun articolo corrisponde al filtro.",
        more="Altri {count}: restringi il filtro per vederli.",
        column_title="Titolo",
        column_outlet="Testata",
        column_published="Pubblicato",
        column_language="Lingua",
        column_id="Identificativo",
        language_names={"en": "inglese", "it": "italiano"},
    ),
}


def texts_in(language: str) -> Texts:
    """The page's texts in this language, in English for one that the page does not speak."""
    return TEXTS.get(language, TEXTS["en"])


def choose_language(accept_language: str) -> str:
    """The page's language for a browser's Accept-Language header; English when none fits."""
    best, best_quality = "en", 0.0
    for item in accept_language.split(","):
        tag, *parameters = item.strip().lower().split(";")
        language = tag.split("-")[0].strip()
        quality = _quality(parameters)
        if language in LANGUAGES and quality > best_quality:
            best, best_quality = language, quality
    return best


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.strip().partition("=")
        if name == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
