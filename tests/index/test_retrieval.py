import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from newsdesk import NEWS, article, found

from corpus.article import Article
from corpus.library import Library
from index import candidates
from index.catalogue import Index
from index.embedding import Encoder
from index.passage import Filters
from index.retrieval import MAX_PASSAGES_PER_ARTICLE

TOPICS = {
    "it": [
        "Il Comune di Milano limita i nuovi data center perché consumano troppa acqua.",
        "Nvidia ha presentato un acceleratore con più memoria per i modelli linguistici.",
        "Il prezzo del rame è salito per la domanda dei centri di calcolo.",
        "La Commissione europea ha approvato il regolamento sull'intelligenza artificiale.",
        "Un gestore di rete chiede nuove linee elettriche per i server.",
        "Google produce in proprio i processori per l'addestramento delle reti neurali.",
        "Le università italiane ricevono ore di calcolo sul supercomputer Leonardo.",
        "Microsoft affitta capacità di calcolo da fornitori più piccoli.",
        "Una banca finanzia la costruzione di server in Piemonte.",
        "Il governo studia incentivi per le fabbriche di semiconduttori.",
        "TSMC aumenta la produzione di circuiti avanzati a Taiwan.",
        "Gli investitori temono una bolla dei titoli tecnologici.",
    ],
    "en": [
        "Dublin's council limits new data centres because they use too much water.",
        "AMD presented an accelerator with more memory for language models.",
        "The price of copper rose with demand from computing centres.",
        "The Senate passed a bill on artificial intelligence.",
        "A grid operator asks for new power lines for the servers.",
        "Amazon makes its own processors to train neural networks.",
        "American universities get computing time on a supercomputer.",
        "Oracle rents out computing capacity to larger companies.",
        "A pension fund pays for the construction of servers in Texas.",
        "The government studies incentives for semiconductor factories.",
        "Intel delays the production of advanced circuits in Ohio.",
        "Investors fear a bubble in technology shares.",
    ],
}
# What only one language tells, and how both ask for it.
ONLY = {
    "en": (
        "The startup Groq was bought by Nvidia for twenty billion dollars on Christmas Eve.",
        "Quanto ha pagato Nvidia per comprare Groq?",
        "How much did Nvidia pay to buy Groq?",
    ),
    "it": (
        "La società Domyn costruirà a Brindisi un supercomputer chiamato Colosseum.",
        "Come si chiama il supercomputer che Domyn costruirà a Brindisi?",
        "What is the name of the supercomputer that Domyn will build in Brindisi?",
    ),
}


def indexed(folder: Path, encoder: Encoder, articles: Iterable[Article]) -> Iterator[Index]:
    """An index of these articles, closed in the end."""
    library = Library(folder, with_demo=False)
    for item in articles:
        library.add(item)
    index = Index(folder / "index")
    index.encoder = encoder
    index.sync(library)
    yield index
    index.close()


@pytest.fixture(scope="module")
def topics(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Index]:
    """24 short articles on like matters, and one more in each language; only for reading."""
    articles = [
        article(f"{'only' if n == len(texts) else f't{n:02}'}.{language}", text, language)
        for language, texts in TOPICS.items()
        for n, text in enumerate([*texts, ONLY[language][0]])
    ]
    yield from indexed(tmp_path_factory.mktemp("topics"), encoder, articles)


@pytest.fixture(scope="module")
def headlines(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Index]:
    """The news, only for reading."""
    yield from indexed(tmp_path_factory.mktemp("news"), encoder, NEWS)


@pytest.mark.parametrize("told_in", ["it", "en"])
@pytest.mark.parametrize("asked_in", ["it", "en"])
def test_the_one_article_that_answers_comes_first_in_either_language(
    topics: Index, told_in: str, asked_in: str
) -> None:
    question = ONLY[told_in][1 if asked_in == "it" else 2]
    assert found(topics, question)[0] == f"only.{told_in}"


@pytest.mark.parametrize(
    ("question", "twins"),
    [
        ("Perché i data center sono limitati?", {"t00.it", "t00.en"}),
        ("Why did the price of copper rise?", {"t02.it", "t02.en"}),
        ("Chi teme una bolla della tecnologia?", {"t11.it", "t11.en"}),
        ("Which incentives are there for semiconductor factories?", {"t09.it", "t09.en"}),
    ],
)
def test_articles_in_the_language_of_the_question_do_not_bury_the_others(
    topics: Index, question: str, twins: set[str]
) -> None:
    assert set(found(topics, question)[:4]) >= twins


def test_scores_are_those_of_the_passage_and_its_sentences(topics: Index) -> None:
    question = "Why did the price of copper rise?"
    vector = topics.encoder.encode_questions([question])[0]
    findings = topics.search(question, 30)
    for ranked in findings.passages:
        own = topics.encoder.encode_texts([ranked.passage.text])[0]
        assert ranked.similarity == pytest.approx(float(own @ vector), abs=1e-3)
        assert ranked.sentence_vectors is not None
        np.testing.assert_allclose(
            ranked.sentence_vectors @ vector, ranked.sentence_similarities, atol=1e-5
        )
        assert len(ranked.sentence_similarities) == len(ranked.passage.sentences)
        assert len(ranked.alignments) == len(ranked.passage.sentences)
        assert all(0 <= aligned <= 1.001 for aligned in ranked.alignments)
        assert ranked.lexical >= 0
        assert ranked.article.id == ranked.passage.article
    copper = next(r for r in findings.passages if r.article.id == "t02.en")
    assert copper.lexical > 0
    assert max(copper.alignments) == max(max(r.alignments) for r in findings.passages)


def test_passages_come_best_first_and_as_many_as_asked(topics: Index) -> None:
    everything = topics.search("data centres", 100).passages
    assert len(everything) == 26
    assert all(a.score >= b.score for a, b in pairwise(everything))
    assert topics.search("data centres", 5).passages == everything[:5]
    assert topics.search("data centres", 0).passages == ()


def test_the_same_question_always_finds_the_same(topics: Index) -> None:
    question = "Chi teme una bolla della tecnologia?"
    assert topics.search(question) == topics.search(question)


def test_a_question_typed_with_combining_accents_finds_the_same(topics: Index) -> None:
    question = "Perché la capacità è affittata?"
    apart = topics.search(unicodedata.normalize("NFD", question))
    assert [r.passage.key for r in apart.passages] == [
        r.passage.key for r in topics.search(question).passages
    ]


def test_the_words_of_the_question_come_with_their_counterparts(topics: Index) -> None:
    words = {asked.word: asked for asked in topics.search("Why did copper rise?").words}
    assert set(words) == {"copper", "rise"}
    assert words["copper"].counterparts["en"]["copper"] == 1.0
    assert words["copper"].counterparts["it"]["rame"] > 0.5
    assert all(asked.idf > 0 for asked in words.values())


@pytest.mark.parametrize("question", ["", "   ", "?", "il la di che", "🦙", "x" * 20_000, "\x00\n"])
def test_no_question_however_odd_disturbs_the_search(topics: Index, question: str) -> None:
    findings = topics.search(question, 100)
    assert len(findings.passages) == 26
    assert all(np.isfinite(ranked.score) for ranked in findings.passages)


def test_nothing_is_found_where_nothing_is(index: Index, library: Library) -> None:
    assert index.search("Cerebras").passages == ()
    index.sync(library)
    assert index.search("Cerebras").passages == ()
    assert index.search("Cerebras", filters=Filters(language="it")).passages == ()


def test_a_single_article_is_found(index: Index, library: Library) -> None:
    library.add(NEWS[3])
    index.sync(library)
    (ranked,) = index.search("Quanto è salito il latte?").passages
    assert ranked.article.id == "latte.it"
    assert np.isfinite(ranked.score)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {"cerebras.en", "cerebras.it", "reactors.en", "latte.it"}),
        (Filters(language="it"), {"cerebras.it", "latte.it"}),
        (Filters(language="en"), {"cerebras.en", "reactors.en"}),
        (Filters(language="fr"), set()),
        (Filters(since=date(2026, 1, 14)), {"cerebras.en", "cerebras.it"}),
        (Filters(since=date(2026, 1, 15)), {"cerebras.it"}),
        (Filters(until=date(2026, 1, 14)), {"cerebras.en", "reactors.en"}),
        (Filters(since=date(2025, 10, 1), until=date(2025, 10, 1)), {"reactors.en"}),
        (Filters(since=date(2027, 1, 1)), set()),
        (Filters(outlet="Il Cavo"), {"cerebras.it", "latte.it"}),
        (Filters(outlet="il cavo"), set()),
        (Filters(language="en", outlet="Il Cavo"), set()),
        (Filters(language="it", outlet="Il Cavo", since=date(2026, 1, 1)), {"cerebras.it"}),
    ],
)
@pytest.mark.parametrize(
    ("large", "few"),
    [(5_000, 1_000), (0, 1_000), (0, 1)],
    ids=["chroma-filters", "all-admitted-are-weighed", "chroma-brings-more"],
)
def test_filters_apply_inside_the_search(
    headlines: Index,
    filters: Filters,
    expected: set[str],
    large: int,
    few: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(candidates, "_LARGE", large)
    monkeypatch.setattr(candidates, "_FEW", few)
    assert set(found(headlines, "OpenAI Cerebras latte reactors", filters=filters)) == expected


def test_a_filter_reaches_past_the_pool_of_nearer_passages(index: Index, library: Library) -> None:
    crowd = "\n\n".join(f"# N{n}\n\nCerebras sells chips, order {n}." for n in range(150))
    library.add(Article("crowd", "Crowd", crowd, "en", outlet="Crowd"))
    library.add(Article("alone", "Alone", "Penguins live in Antarctica.", "en", outlet="Alone"))
    index.sync(library)
    assert found(index, "Who sells Cerebras chips?", filters=Filters(outlet="Alone")) == ["alone"]


def test_one_article_does_not_fill_the_list(index: Index, news: Library) -> None:
    sections = "\n\n".join(
        f"# Part {n}\n\nOpenAI chose Cerebras for reason number {n}." for n in range(8)
    )
    news.add(Article("many.en", "Many", sections, "en"))
    index.sync(news)
    ranked = index.search("Why did OpenAI choose Cerebras?", 100).passages
    ordinals: list[int] = []
    for position, item in enumerate(ranked):
        before = [r for r in ranked[:position] if r.article.id == item.article.id]
        ordinals.append(len(before) + 1)
    late = [ordinal > MAX_PASSAGES_PER_ARTICLE for ordinal in ordinals]
    assert late == sorted(late)
    assert late.count(True) == 8 - MAX_PASSAGES_PER_ARTICLE
    for group in (False, True):
        scores = [r.score for r, is_late in zip(ranked, late, strict=True) if is_late == group]
        assert scores == sorted(scores, reverse=True)
