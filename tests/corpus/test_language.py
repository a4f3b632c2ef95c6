import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.language import LANGUAGES, detect_article_language, detect_language, names_no_language
from corpus.library import DEMO_FOLDER, read_article

ITALIAN = [
    "Perché OpenAI ha scelto Cerebras?",
    "Quanto vale l'accordo tra OpenAI e Cerebras?",
    "Cos'è Stargate",
    "Dov’è il campus di Abilene?",
    "Chi ha finanziato xAI?",
    "E quanto consuma?",
    "ultime notizie ai",
    "Accordo Nvidia-Intel",
    "Il settore IT italiano e AI Act",
    "PERCHÉ OPENAI HA SCELTO CEREBRAS?",
    "La domanda di energia dei data center raddoppia.",
    "Nell'ultimo trimestre, 3 miliardi",
]
ENGLISH = [
    "Why did OpenAI choose Cerebras?",
    "How much is the deal worth?",
    "What's Stargate",
    "Who'd buy Nvidia?",
    "I'd buy Nvidia shares",
    "And Meta?",
    "latest ai news",
    "Nvidia AI chips",
    "List all chips Nvidia announced",
    "Did the IT sector grow?",
    "Compare TPU 8t and Trainium3",
    "WHY DID OPENAI CHOOSE CEREBRAS?",
    "Does Dell sell all AI servers?",
]


@pytest.mark.parametrize("text", ITALIAN)
@pytest.mark.parametrize("default", LANGUAGES)
def test_italian_is_detected_whatever_the_default(text: str, default: str) -> None:
    assert detect_language(text, default) == "it"


@pytest.mark.parametrize("text", ENGLISH)
@pytest.mark.parametrize("default", LANGUAGES)
def test_english_is_detected_whatever_the_default(text: str, default: str) -> None:
    assert detect_language(text, default) == "en"


@pytest.mark.parametrize("text", ["", "???", "750 MW", "OpenAI Cerebras", "\n\t"])
@pytest.mark.parametrize("default", LANGUAGES)
def test_text_that_tells_nothing_is_in_the_default_language(text: str, default: str) -> None:
    assert detect_language(text, default) == default


def test_the_default_is_english_unless_said() -> None:
    assert detect_language("OpenAI") == "en"


def test_names_of_companies_do_not_outvote_the_sentence() -> None:
    text = "Dell, HPE and Lenovo sell AI servers; Nvidia's chips are in all of them."
    assert detect_language(text, "it") == "en"
    text = "I server per l'AI di Dell, HPE e Lenovo montano i chip di The Trade Desk."
    assert detect_language(text, "en") == "it"


def test_a_long_text_is_judged_by_its_beginning() -> None:
    italian, english = "La rete è satura e il governo non decide. ", "The grid is full. "
    assert detect_language(italian * 200 + english * 5000) == "it"
    assert detect_language(english * 400 + italian * 5000) == "en"


@pytest.mark.parametrize(
    "text", ["Stargate Abilene", "OpenAI Cerebras?", "Nvidia AI", "Dell", "750 MW", "???", ""]
)
def test_names_and_figures_alone_name_no_language(text: str) -> None:
    assert names_no_language(text)


@pytest.mark.parametrize(
    "text",
    [
        "Perché?",
        "Who?",
        "In Italia?",
        "E Meta?",
        "chip Nvidia",
        "L'Nvidia",
        "The Stargate",
        "WHY DID OPENAI CHOOSE CEREBRAS?",
    ],
)
def test_a_question_with_an_ordinary_word_names_its_language(text: str) -> None:
    assert not names_no_language(text)


@settings(deadline=None)
@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_text_has_a_language(text: str, default: str) -> None:
    assert detect_language(text, default) in LANGUAGES
    assert names_no_language(text) in (True, False)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "it",
            "La società ha firmato un accordo con il comune per il centro di calcolo di Matera.",
        ),
        ("en", "The company signed an agreement with the town for the data centre in Matera."),
        (
            "fr",
            "La société a signé un accord avec la ville pour les nouveaux centres de calcul. Les "
            "travaux sont prévus dans les mois qui viennent et la mise en service est pour 2027.",
        ),
        (
            "de",
            "Das Unternehmen hat mit der Stadt einen Vertrag für das neue Rechenzentrum "
            "unterschrieben. Die Arbeiten werden im Herbst beginnen, und der Strom ist gesichert.",
        ),
        (
            "es",
            "La empresa ha firmado un acuerdo con la ciudad para los nuevos centros de datos. Las "
            "obras se harán en los próximos meses y el parque solar está en la zona sur del país.",
        ),
        (
            "pt",
            "A empresa assinou um acordo com a cidade para os novos centros de dados. As obras são "
            "para os próximos meses e o parque solar não foi ainda ligado à rede do país.",
        ),
        (
            "nl",
            "Het bedrijf heeft een akkoord met de stad over het nieuwe rekencentrum. De bouw van "
            "het park begint in de herfst en het is niet bekend wat de stroom voor het huis kost.",
        ),
    ],
)
def test_an_article_in_another_language_is_marked(language: str, text: str) -> None:
    assert detect_article_language(text) == language


def test_names_of_other_languages_do_not_make_an_article_theirs() -> None:
    text = "Il gruppo Los Andes e la Société des Eaux de Paris hanno firmato con la Die Zeit. " * 3
    assert detect_article_language(text) == "it"


def test_the_demo_corpus_is_italian_and_english() -> None:
    for path in DEMO_FOLDER.glob("*.md"):
        article = read_article(path, path.stem)
        assert detect_article_language(article.text) == article.language
