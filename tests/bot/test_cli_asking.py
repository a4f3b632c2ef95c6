"""What each command prints, for people and for programs."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from zefiro import WHERE, ZEFIRO

from bot.terminal_reports import REPORT_NAMES, STATUS_NAMES

Command = Callable[..., Any]


ANSWER = {"question", "understood", "language", "text", "abstained", "citations", "seconds"}
CITATION = {
    "number",
    "article",
    "title",
    "outlet",
    "published",
    "url",
    "language",
    "quote",
    "start",
    "end",
    "supported",
}
ARTICLE = {"article", "title", "outlet", "published", "url", "language", "added", "text"}


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("How much is the contract between OpenAI and Cerebras worth?", "en"),
        ("Quanto vale il contratto tra OpenAI e Cerebras?", "it"),
    ],
)
def test_ask_prints_an_answer_whose_quotations_are_in_the_stored_text(
    command: Command, news: Path, question: str, language: str
) -> None:
    answer = command("ask", "--json", question, "--data", news, "--no-demo").json
    assert answer.keys() >= ANSWER
    assert (answer["question"], answer["language"]) == (question, language)
    assert answer["abstained"] is False
    assert answer["citations"]
    for citation in answer["citations"]:
        assert citation.keys() >= CITATION
        stored = command("show", "--json", citation["article"], "--data", news, "--no-demo").json
        assert stored.keys() >= ARTICLE
        assert stored["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_ask_prints_the_answer_and_its_sources_for_people(command: Command, news: Path) -> None:
    question = "How much is the contract between OpenAI and Cerebras worth?"
    ran = command("ask", question, "--data", news, "--no-demo")
    assert (ran.status, ran.err) == (0, "")
    assert "[1] OpenAI picks Cerebras (The Wire, 14 January 2026, en)" in ran.out
    assert "cerebras.en  https://example.com/cerebras" in ran.out


def test_a_long_link_is_printed_on_one_line(command: Command, data: Path, tmp_path: Path) -> None:
    url = "https://example.com/" + "a-very-long-address/" * 6
    article = f"---\ntitle: Zefiro\nlanguage: en\nurl: {url}\n---\n\n{ZEFIRO}"
    (tmp_path / "zefiro.md").write_text(article)
    command("add", tmp_path / "zefiro.md", "--data", data, "--no-demo")
    assert f"zefiro  {url}\n" in command("ask", WHERE, "--data", data, "--no-demo").out


def test_a_refusal_lists_the_nearest_articles(command: Command, news: Path) -> None:
    ran = command("ask", "How do I cook a risotto with saffron?", "--data", news, "--no-demo")
    assert ran.status == 0
    assert re.search(r"\(\w+\.(en|it)\)", ran.out)


def test_earlier_questions_are_taken_into_account_and_shown(command: Command, news: Path) -> None:
    earlier = "Perché OpenAI ha scelto Cerebras?"
    where = ("--data", news, "--no-demo")
    answer = command("ask", "--json", "E quanto vale?", "--after", earlier, *where).json
    assert "Cerebras" in answer["understood"]
    shown = command("ask", "E quanto vale?", "--after", earlier, *where).out
    assert shown.startswith(f"→ {answer['understood']}")


def test_the_answer_to_mere_names_is_in_the_language_of_the_terminal(
    command: Command, news: Path
) -> None:
    for lang, language in (("it_IT.UTF-8", "it"), ("de_DE.UTF-8", "en"), ("C", "en")):
        ran = command(
            "ask", "--json", "OpenAI Cerebras", "--data", news, "--no-demo", env={"LANG": lang}
        )
        assert ran.json["language"] == language


def test_only_articles_of_one_language_are_cited_when_asked_for(
    command: Command, news: Path
) -> None:
    question = "How much is the contract between OpenAI and Cerebras worth?"
    where = ("--data", news, "--no-demo", "--json")
    answer = command("ask", question, "--in", "it", *where).json
    assert {citation["language"] for citation in answer["citations"]} <= {"it"}
    found = command("search", question, "--in", "it", *where).json
    assert {passage["language"] for passage in found} == {"it"}


def test_search_prints_passages_best_first(command: Command, news: Path) -> None:
    where = ("--data", news, "--no-demo")
    found = command("search", "--json", "--top", 2, "small nuclear reactors", *where).json
    assert len(found) == 2
    assert found[0].keys() >= {"article", "passage", "score", "text", "start", "end"}
    assert found[0]["article"] == "reactors.en"
    assert found[0]["score"] >= found[1]["score"]
    text = command("show", "--json", "reactors.en", *where).json["text"]
    assert text[found[0]["start"] : found[0]["end"]] == found[0]["text"]
    shown = command("search", "--top", 1, "small nuclear reactors", *where).out
    assert "Small reactors for data centres" in shown
    assert "reactors.en#0" in shown


def test_list_prints_every_article_with_its_whole_id(
    command: Command, data: Path, tmp_path: Path
) -> None:
    long = "an-identifier-" * 9 + "end"
    (tmp_path / f"{long}.txt").write_text(ZEFIRO)
    (tmp_path / "latte.txt").write_text("Il prezzo del latte è salito del cinque per cento.")
    command("add", tmp_path / f"{long}.txt", tmp_path / "latte.txt", "--data", data, "--no-demo")
    where = ("--data", data, "--no-demo")
    cards = command("list", "--json", *where).json
    assert [card["article"] for card in cards] == [long, "latte"]
    assert cards[0].keys() >= {"article", "title", "outlet", "published", "url", "language"}
    lines = command("list", *where).out.splitlines()
    assert lines[0].split() == ["id", "published", "language", "title"]
    assert lines[1].split()[0] == long


def test_show_prints_the_article(command: Command, news: Path) -> None:
    ran = command("show", "cerebras.it", "--data", news, "--no-demo")
    assert ran.out.startswith("OpenAI sceglie Cerebras\nIl Cavo · 15 gennaio 2026\n\nOpenAI ha")


def test_sync_reports_what_came_changed_went_and_was_refused(command: Command, news: Path) -> None:
    articles = news / "articles"
    (articles / "zefiro.md").write_text(ZEFIRO)
    (articles / "latte.it.md").write_text("# Il latte\n\nIl prezzo del latte è sceso.\n")
    (articles / "reactors.en.md").unlink()
    (articles / "broken.md").write_text("---\npublished: never\n---\n\nText.\n")
    report = command("sync", "--json", "--data", news, "--no-demo").json
    assert report["added"] == ["zefiro"]
    assert report["changed"] == ["latte.it"]
    assert report["removed"] == ["reactors.en"]
    assert list(report["refused"]) == ["broken"]
    (articles / "broken.md").unlink()
    assert command("sync", "--data", news, "--no-demo").out == "0 added, 0 changed, 0 removed\n"
    italian = command("sync", "--data", news, "--no-demo", env={"LANG": "it_IT.UTF-8"})
    assert italian.out == "0 aggiunti, 0 cambiati, 0 tolti\n"


def test_sync_follows_the_watched_folders(command: Command, news: Path, tmp_path: Path) -> None:
    folder = tmp_path / "watched"
    folder.mkdir()
    env = {"SIBILLA_WATCH": str(folder)}
    (folder / "zefiro.txt").write_text(ZEFIRO)  # just now: it is waited for
    (folder / "empty.txt").write_text("")
    ran = command("sync", "--json", "--data", news, "--no-demo", env=env)
    assert ran.json["added"] == ["zefiro"]
    assert list(ran.json["refused"]) == [str(folder / "empty.txt")]
    (folder / "zefiro.txt").unlink()
    ran = command("sync", "--json", "--data", news, "--no-demo", env=env)
    assert (ran.json["removed"], ran.json["refused"]) == (["zefiro"], {})


def test_status_says_what_is_there_without_indexing(command: Command, news: Path) -> None:
    (news / "articles" / "zefiro.md").write_text(ZEFIRO)
    described = command("status", "--json", "--data", news, "--no-demo").json
    assert described["articles"] == {"en": 2, "it": 2}
    assert described["not_indexed_yet"] == 1
    assert described["demo"] is False
    assert described["data"] == str(news)
    shown = command("status", "--data", news, "--no-demo").out
    assert "articles: 2 en, 2 it\n" in shown


def test_eval_prints_figures_and_writes_details(
    command: Command, news: Path, tmp_path: Path
) -> None:
    questions, details = tmp_path / "questions.jsonl", tmp_path / "details.jsonl"
    questions.write_text(
        '{"question": "When should the first reactor of Google start?",'
        ' "documents": ["reactors.en"], "answers": ["2030"]}\n'
    )
    where = ("--data", news, "--no-demo")
    report = command("eval", "--json", questions, "--details", details, *where).json
    assert (report["questions"], report["hit@1"]) == (1, 1.0)
    assert list(report["languages"]) == ["en"]
    assert len(details.read_text().splitlines()) == 1
    shown = command("eval", "--retrieval-only", questions, *where).out
    assert re.search(r"mrr +1\.0 +1\.0", shown)
    assert "right" not in shown


def test_tables_and_figures_are_in_the_language_of_the_terminal(
    command: Command, news: Path, tmp_path: Path
) -> None:
    where = ("--data", news, "--no-demo")
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"question": "Quanto vale il contratto tra OpenAI e Cerebras?"}\n')
    italian = {"LANG": "it_IT.UTF-8"}
    assert command("list", *where, env=italian).out.split()[:4] == [
        "id",
        "data",
        "lingua",
        "titolo",
    ]
    status = command("status", *where, env=italian).out.splitlines()
    assert "articoli: 2 en, 2 it" in status
    assert "corpus dimostrativo: no" in status
    assert "non ancora indicizzati: 0" in status
    report = command("eval", questions, *where, env=italian).out
    assert report.split()[:2] == ["misura", "tutte"]
    assert "astenuta a torto" in report
    figures = command("eval", "--json", questions, *where).json.keys()
    kept = {"mrr", "auroc", "languages", "kinds"}  # called the same in Italian
    assert set(figures) - REPORT_NAMES["it"].keys() <= kept
    entries = command("status", "--json", *where).json.keys()
    assert set(entries) <= STATUS_NAMES["it"].keys()
