"""LangChain at the edge: the retriever, the embeddings and the answer path as a Runnable."""

import asyncio
import warnings
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from langchain_core.documents import Document
from langchain_core.language_models import FakeListChatModel
from langchain_core.load import dumps, loads
from pydantic import ValidationError

from bot.chain import answer_chain
from bot.sibilla import DEPTH, Sibilla
from corpus.errors import SettingWrong
from index.embedding import Encoder
from index.langchain_retriever import SibillaEmbeddings, SibillaRetriever
from index.passage import Filters

WORTH = {
    "en": "How much is the contract between OpenAI and Cerebras worth?",
    "it": "Quanto vale il contratto tra OpenAI e Cerebras?",
}


@pytest.fixture
def retriever(sibilla: Sibilla) -> SibillaRetriever:
    """The retriever over four articles, reading as much as `Sibilla.ask` does."""
    return SibillaRetriever(index=sibilla.index, k=DEPTH, spread=False)


# -- the retriever


def test_documents_hold_all_that_a_citation_needs(
    retriever: SibillaRetriever, sibilla: Sibilla
) -> None:
    document = retriever.invoke("The first small nuclear reactor of Google")[0]
    assert document.id == "reactors.en#0"
    assert document.metadata.keys() == {
        "article",
        "passage",
        "title",
        "heading",
        "outlet",
        "published",
        "url",
        "language",
        "start",
        "end",
        "score",
    }
    assert document.metadata["article"] == "reactors.en"
    assert document.metadata["published"] == "2025-10-01"
    text = sibilla.article("reactors.en").text
    start, end = document.metadata["start"], document.metadata["end"]
    assert text[start:end] == document.page_content


def test_documents_come_best_first(retriever: SibillaRetriever) -> None:
    scores = [document.metadata["score"] for document in retriever.invoke(WORTH["it"])]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) > 2


def test_how_many_and_which_can_be_said_with_each_call(retriever: SibillaRetriever) -> None:
    italian = Filters(language="it")
    assert len(retriever.invoke(WORTH["en"], k=2)) == 2
    for documents in (
        retriever.invoke(WORTH["en"], filters=italian),
        retriever.bind(filters=italian).invoke(WORTH["en"]),
        SibillaRetriever(index=retriever.index, filters=italian).invoke(WORTH["en"]),
    ):
        assert {document.metadata["language"] for document in documents} == {"it"}
    unfiltered = retriever.invoke(WORTH["en"])
    assert {document.metadata["language"] for document in unfiltered} == {"en", "it"}


def test_what_the_retriever_does_not_know_is_not_passed_over(retriever: SibillaRetriever) -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        SibillaRetriever(index=retriever.index, filter=Filters())  # type: ignore[call-arg]
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        SibillaRetriever(index=retriever.index, k=0)
    with pytest.raises(TypeError, match="filter"):
        retriever.invoke("Why?", filter=Filters())


def test_an_article_without_a_date_or_a_link_has_empty_ones(retriever: SibillaRetriever) -> None:
    document = retriever.invoke("Il prezzo del latte")[0]
    assert document.metadata["article"] == "latte.it"
    assert (document.metadata["published"], document.metadata["url"]) == ("", "")


def test_the_retriever_works_in_batches_and_asynchronously(retriever: SibillaRetriever) -> None:
    expected = [retriever.invoke(question) for question in WORTH.values()]
    assert retriever.batch(list(WORTH.values())) == expected
    assert asyncio.run(retriever.ainvoke(WORTH["en"])) == expected[0]


@pytest.mark.filterwarnings("ignore:The function `loads` is in beta")
def test_documents_are_stored_and_loaded_as_plain_ones(retriever: SibillaRetriever) -> None:
    document = retriever.invoke(WORTH["en"])[0]
    assert "findings" not in document.model_dump()
    assert "findings" not in repr(document)
    loaded = loads(dumps(document), allowed_objects=[Document])
    assert type(loaded) is Document
    assert (loaded.page_content, loaded.metadata) == (document.page_content, document.metadata)


def test_one_article_fills_the_list_only_when_it_may(open_sibilla: Any, data: Any) -> None:
    sibilla = open_sibilla(data)
    parts = [f"## Part {n}\n\nThe Zefiro reactor has part number {n}." for n in range(12)]
    (sibilla.library.folder / "zefiro.md").write_text("# Zefiro\n\n" + "\n\n".join(parts))
    (sibilla.library.folder / "milk.md").write_text("# Milk\n\nThe price of milk has risen.")
    sibilla.sync()
    for spread, articles in ((True, {"zefiro", "milk"}), (False, {"zefiro"})):
        retriever = SibillaRetriever(index=sibilla.index, k=6, spread=spread)
        documents = retriever.invoke("Which parts does the Zefiro reactor have?")
        assert {document.metadata["article"] for document in documents} == articles


# -- the embeddings


def test_embeddings_are_those_of_the_encoder(encoder: Encoder) -> None:
    embeddings = SibillaEmbeddings(encoder)
    texts = ["Il prezzo del latte", "Small nuclear reactors"]
    vectors = embeddings.embed_documents(texts)
    assert np.allclose(vectors, encoder.encode_texts(texts))
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert isinstance(vectors[0][0], float)
    query = embeddings.embed_query("The price of milk")
    assert np.allclose(query, encoder.encode_questions(["The price of milk"])[0])
    milk, reactors = np.array(vectors) @ np.array(query)
    assert milk > reactors
    assert embeddings.embed_documents([]) == []


# -- the answer path


@pytest.mark.parametrize(
    "given",
    [
        {"question": WORTH["en"]},
        {"question": WORTH["it"]},
        {"question": "E quanto vale?", "history": ["Perché OpenAI ha scelto Cerebras?"]},
        {"question": "OpenAI Cerebras", "page_language": "it"},
        {"question": "How do I cook a risotto with saffron?"},
    ],
)
def test_the_chain_gives_the_answer_that_sibilla_gives(
    retriever: SibillaRetriever, sibilla: Sibilla, given: dict[str, Any]
) -> None:
    expected = sibilla.ask(
        given["question"], given.get("history", ()), given.get("page_language", "en")
    )
    answer = answer_chain(retriever).invoke(given)["answer"]
    assert answer == replace(expected, seconds=answer.seconds)


def test_streamed_the_sources_come_before_the_answer(retriever: SibillaRetriever) -> None:
    given = {"question": WORTH["en"]}
    keys = [key for chunk in answer_chain(retriever).stream(given) for key in chunk]
    assert keys.index("asked") < keys.index("documents") < keys.index("answer")
    assert keys.count("documents") == 1


def test_the_answer_path_cites_documents_that_it_streamed(retriever: SibillaRetriever) -> None:
    result = answer_chain(retriever).invoke({"question": WORTH["en"]})
    sources = {document.metadata["article"] for document in result["documents"]}
    assert result["answer"].citations
    assert {citation.article for citation in result["answer"].citations} <= sources


def test_the_chain_refuses_what_is_no_question(retriever: SibillaRetriever) -> None:
    with pytest.raises(SettingWrong, match="There is no question"):
        answer_chain(retriever).invoke({"question": " "})


def test_the_chain_over_an_empty_library_says_so(open_sibilla: Any, data: Any) -> None:
    retriever = SibillaRetriever(index=open_sibilla(data).index)
    result = answer_chain(retriever).invoke({"question": WORTH["it"]})
    assert result["documents"] == []
    assert result["answer"].text.startswith("Non ci sono ancora articoli")


# -- with a chat model


def test_with_a_model_words_come_between_the_sources_and_the_checked_answer(
    retriever: SibillaRetriever,
) -> None:
    text = "The contract is worth ten billion dollars [1]. Batman signed it for 55 euros [1]."
    chain = answer_chain(retriever, FakeListChatModel(responses=[text]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chunks = list(chain.stream({"question": WORTH["en"]}))
    keys = [key for chunk in chunks for key in chunk]
    assert keys.index("documents") < keys.index("text") < keys.index("answer")
    words = [chunk["text"] for chunk in chunks if "text" in chunk]
    assert len(words) > 10
    assert "".join(words) == text
    [answer] = [chunk["answer"] for chunk in chunks if "answer" in chunk]
    assert [str(s.support) for s in answer.sentences] == ["supported", "unsupported"]
    assert answer.model == "FakeListChatModel"


def test_with_a_model_the_chain_works_asynchronously(retriever: SibillaRetriever) -> None:
    text = "The contract is worth ten billion dollars [1]."
    chain = answer_chain(retriever, FakeListChatModel(responses=[text]))
    result = asyncio.run(chain.ainvoke({"question": WORTH["en"]}))
    assert result["text"] == text
    assert result["answer"].citations


def test_the_chain_asks_no_model_where_it_could_only_invent(retriever: SibillaRetriever) -> None:
    chain = answer_chain(retriever, FakeListChatModel(responses=["Stir it well [1]."]))
    result = chain.invoke({"question": "How do I cook a risotto with saffron?"})
    assert result["text"] == ""
    assert result["answer"].abstained
