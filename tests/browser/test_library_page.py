"""The library: the list of articles, the filter, and documents that visitors add."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.page.texts import TEXTS
from bot.sibilla import Sibilla
from corpus.library import Status

from .conftest import Visit

pytestmark = pytest.mark.browser

ADDED = TEXTS["en"].upload_status[Status.ADDED]
REFUSED = TEXTS["en"].upload_status[Status.REFUSED]


def test_the_library_lists_every_article_and_filters_them(visit: Visit, sibilla: Sibilla) -> None:
    visitor = visit()
    visitor.open_library()
    rows = visitor.page.locator(".library tbody tr")
    expect(rows).to_have_count(len(sibilla.articles()))
    visitor.page.get_by_label(TEXTS["en"].filter_label).fill("cerebras-750mw italian")
    expect(rows).to_have_count(1)
    expect(rows).to_have_attribute("data-article", "openai-cerebras-750mw.it")
    visitor.page.get_by_label(TEXTS["en"].filter_label).fill("zzz nothing zzz")
    expect(visitor.page.locator(".library .none")).to_have_text(TEXTS["en"].none_found)


def test_an_added_document_is_listed_and_can_be_asked_about_at_once(visit: Visit) -> None:
    visitor = visit()
    visitor.open_library()
    lines = visitor.add(
        (
            "Ponte Vasari.txt",
            "Ponte Vasari reopens\n\nThe Ponte Vasari bridge reopened to cyclists on "
            "3 March 2026 after the engineer Livia Tarabusi repaired its northern arch.",
        )
    )
    expect(lines).to_contain_text([f"Ponte Vasari.txt {ADDED}"])
    expect(visitor.page.locator(".library")).to_contain_text("Ponte Vasari reopens")
    visitor.page.get_by_role("tab").first.click()
    visitor.ask("Who repaired the northern arch of the Ponte Vasari bridge?")
    expect(visitor.source(0, 1).locator("mark")).to_contain_text("Livia Tarabusi")


def test_a_document_that_cannot_be_read_is_told_while_the_others_go_in(visit: Visit) -> None:
    visitor = visit()
    visitor.open_library()
    lines = visitor.add(
        ("broken.md", "---\ntitle: [\n---\n\nText."),
        ("empty.txt", ""),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0"),
        ("harbour.md", "# Harbour\n\nThe harbour of Lerici was dredged in 2025."),
    )
    expect(lines).to_have_count(4)
    expect(lines.filter(has_text=REFUSED)).to_have_count(3)
    expect(lines.filter(has_text="broken.md")).to_contain_text("front matter of broken.md is wrong")
    expect(lines.filter(has_text="empty.txt")).to_contain_text("holds no text")
    expect(lines.filter(has_text="picture.png")).to_contain_text("does not read")
    expect(lines.filter(has_text="harbour.md")).to_contain_text(ADDED)


def test_a_file_that_is_too_large_is_refused_alone(visit: Visit, tmp_path: Path) -> None:
    visitor = visit()
    visitor.open_library()
    large, small = tmp_path / "atlas.txt", tmp_path / "ferry.txt"
    large.write_text("long " * 2_000_001)
    small.write_text("Ferry\n\nThe ferry to Procida runs at night since 2025.")
    visitor.page.locator("#adder input[type=file]").set_input_files([large, small])
    lines = visitor.page.locator(".uploads li")
    expect(lines.filter(has_text="atlas.txt")).to_contain_text("larger than 10 MB")
    expect(lines.filter(has_text="ferry.txt")).to_contain_text(ADDED)


def test_what_became_of_documents_is_told_in_the_language_of_the_page(visit: Visit) -> None:
    visitor = visit()
    visitor.open_library()
    visitor.add(("vuoto.txt", ""))
    visitor.page.get_by_role("button", name="Italiano").click()
    expect(visitor.page.locator(".uploads li")).to_contain_text("rifiutato")
    expect(visitor.page.locator(".uploads li")).to_contain_text("non contiene testo")


def test_html_in_a_document_is_shown_as_text_and_runs_nothing(visit: Visit) -> None:
    title = '<img src=x onerror="window.taken=1"> & <b>Quillforge</b> ${window.taken=2} {{value}}'
    text = (
        "The Quillforge foundry in Biella <script>window.taken=3</script> cast "
        '<iframe src="https://example.org"></iframe> ninety bells ${window.taken=4} in 2024.'
    )
    visitor = visit()
    visitor.open_library()
    visitor.add(
        ("quillforge.md", f"---\ntitle: '{title}'\nurl: 'javascript:alert(1)'\n---\n\n{text}")
    )
    row = visitor.page.locator(".library tr[data-article=quillforge]")
    expect(row.locator("th")).to_have_text(title)
    visitor.page.get_by_role("tab").first.click()
    visitor.ask("How many bells did the Quillforge foundry in Biella cast?")
    source = visitor.source(0, 1)
    expect(source.locator("h3")).to_contain_text(title)
    expect(source.locator("blockquote")).to_contain_text("<script>window.taken=3</script>")
    expect(source.locator("a")).to_have_count(0)
    tags = ".thread :is(script, iframe, img), .panel :is(script, iframe, img, b)"
    expect(visitor.page.locator(tags)).to_have_count(0)
    assert visitor.page.evaluate("window.taken") is None


def test_the_library_is_narrowed_by_language_and_sorted_by_its_columns(visit: Visit) -> None:
    visitor = visit()
    visitor.open_library()
    rows = visitor.page.locator(".library tbody tr")
    every = rows.count()
    visitor.page.get_by_label(TEXTS["en"].column_language, exact=True).select_option("it")
    expect(rows).not_to_have_count(every)
    expect(rows.first.locator(".language")).to_have_text("Italian")
    visitor.page.get_by_role("button", name=TEXTS["en"].column_title, exact=True).click()
    expect(visitor.page.locator("th.by-title")).to_have_attribute("aria-sort", "ascending")
    titles = rows.locator("th").all_inner_texts()
    assert titles == sorted(titles, key=str.casefold)


def test_a_pasted_text_is_added_under_its_title_and_can_be_read(visit: Visit) -> None:
    visitor = visit()
    visitor.open_library()
    visitor.open_adder()
    page, texts = visitor.page, TEXTS["en"]
    page.get_by_label(texts.text_label, exact=True).fill(
        "The lighthouse of Vieste\nwas lit in 1867."
    )
    page.locator("#add-text").click()
    expect(page.locator("#outcomes")).to_contain_text(texts.title_missing)
    page.get_by_label(texts.title_label, exact=True).fill("Lighthouse notes")
    page.locator("#add-text").click()
    expect(page.locator(".uploads li")).to_contain_text(f"Lighthouse notes {ADDED}")
    expect(page.get_by_label(texts.text_label, exact=True)).to_have_value("")
    page.get_by_role("button", name=f"{texts.read_it}: Lighthouse notes").click()
    expect(page.locator("#reader h2")).to_have_text("Lighthouse notes")
    expect(page.locator("#reader .body")).to_contain_text("was lit in 1867")


def test_an_address_inside_the_network_is_refused_with_its_reason(visit: Visit) -> None:
    visitor = visit(locale="it-IT")
    visitor.open_library()
    visitor.open_adder()
    page, texts = visitor.page, TEXTS["it"]
    page.locator("#fetch").click()
    expect(page.locator("#outcomes")).to_contain_text(texts.links_missing)
    page.get_by_label(texts.links_label).fill("http://127.0.0.1:9/news")
    page.locator("#fetch").click()
    line = page.locator(".uploads li")
    expect(line).to_contain_text(f"http://127.0.0.1:9/news {texts.upload_status[Status.REFUSED]}")
    expect(page.get_by_label(texts.links_label)).to_have_value("http://127.0.0.1:9/news")


def test_a_deleted_article_is_gone_after_confirming_and_comes_back_on_undo(visit: Visit) -> None:
    visitor = visit()
    visitor.open_library()
    visitor.add(
        ("loom.txt", "The loom of Schio\n\nThe loom of Schio wove 40 metres a day in 1890.")
    )
    page, texts = visitor.page, TEXTS["en"]
    row = page.locator(".library tr[data-article=loom]")
    row.locator("[data-remove]").click()
    page.get_by_role("button", name=texts.cancel).click()
    expect(row).to_be_visible()
    row.locator("[data-remove]").click()
    page.get_by_role("dialog").get_by_role("button", name=texts.delete).click()
    expect(row).to_have_count(0)
    undo = page.get_by_role("button", name=texts.undo)
    expect(undo).to_be_focused()
    undo.press("Enter")
    expect(row).to_be_visible()
    expect(row.locator("[data-remove]")).to_be_focused()


def test_a_document_added_by_one_visitor_answers_another_who_is_chatting(visit: Visit) -> None:
    anna, bruno = visit(), visit()
    question = "What did the kiln of Deruta fire in 2019?"
    expect(anna.ask(question).locator(".abstained")).to_be_visible()
    bruno.open_library()
    bruno.add(("kiln.txt", "The kiln of Deruta\n\nThe kiln of Deruta fired 900 plates in 2019."))
    # It is told as added before it is indexed; in the table it can be asked about.
    expect(bruno.page.locator(".library tbody tr", has_text="kiln of Deruta")).to_be_visible()
    expect(anna.ask(question).locator(".answer")).to_contain_text("900 plates")
    expect(anna.page.locator(".turn")).to_have_count(2)


def test_files_dropped_on_the_page_are_added(visit: Visit) -> None:
    visitor = visit()
    visitor.open_library()
    drop = """() => {
      const files = new DataTransfer();
      files.items.add(new File(["Dropped\\n\\nThe mill at Orta ground chestnuts."], "mill.txt"));
      const drop = new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true });
      document.querySelector(".library").dispatchEvent(drop);
    }"""
    visitor.page.evaluate(drop)
    expect(visitor.page.locator(".uploads li")).to_contain_text(f"mill.txt {ADDED}")
