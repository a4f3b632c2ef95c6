"""Adding on the page: a look at what was read, pages of the web, feeds, and a large batch."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.page.texts import TEXTS
from bot.settings import Settings
from bot.sibilla import Sibilla
from corpus.library import Status
from tests.internet import Page, Site

from .conftest import Visit, let_in
from .visitor import as_payloads, served

pytestmark = pytest.mark.browser

EN, IT = TEXTS["en"], TEXTS["it"]
ADDED = EN.upload_status[Status.ADDED]
REFUSED = EN.upload_status[Status.REFUSED]

STORY = """<!doctype html><html lang="en"><head><title>Ferry of {name} runs at night</title>
<meta property="article:published_time" content="2026-03-04"><meta property="og:site_name"
content="Harbour Herald"></head><body><article><h1>Ferry of {name} runs at night</h1>
<p>The ferry of {name} has run at night since March, the harbour office said on Wednesday.
It carries eighty passengers and twelve cars on each crossing to the island.</p>
<p>The crossing takes forty minutes and costs nine euros for those who live on the island,
and the boats leave every two hours from the old pier beside the fish market.</p></article></body>
</html>"""

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour feed</title>
<link>{url}/</link><description>News</description>
<item><title>Ferry of Levanzo runs at night</title><link>{url}/levanzo</link><guid>1</guid></item>
<item><title>Gone</title><link>{url}/gone</link><guid>2</guid></item></channel></rss>"""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A web site on loopback, with two stories and a feed."""
    site = Site()
    for name in ("Ustica", "Levanzo"):
        site.pages[f"/{name.lower()}"] = Page(STORY.format(name=name))
    site.pages["/feed.xml"] = Page(
        FEED.format(url=f"http://127.0.0.1:{site.port}"), "application/rss+xml"
    )
    yield site
    site.close()


@pytest.fixture(scope="module")
def editing(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sibilla]:
    """An empty Sibilla that may fetch from that site."""
    settings = Settings(
        data=tmp_path_factory.mktemp("editing"),
        demo=False,
        unguarded_hosts=f"127.0.0.1:{site.port}",
    )
    sibilla = Sibilla(settings)
    yield sibilla
    sibilla.close()


@pytest.fixture(scope="module")
def editing_address(editing: Sibilla) -> Iterator[str]:
    with served(editing) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, editing_address: str) -> Iterator[Visit]:
    """Lets visitors in where the library is their own."""
    yield from let_in(browser, editing_address)


def test_a_page_of_the_web_is_looked_at_before_it_is_added(visit: Visit, site: Site) -> None:
    visitor = visit()
    visitor.open_library()
    visitor.open_adder()
    page = visitor.page
    url = f"http://127.0.0.1:{site.port}/ustica"
    page.get_by_label(EN.look).check()
    page.get_by_label(EN.links_label).fill(url)
    page.locator("#fetch").click()
    card = page.locator(".looked-at li")
    expect(card.locator(".title")).to_have_text("Ferry of Ustica runs at night")
    expect(card.locator(".facts")).to_contain_text("Harbour Herald")
    expect(card.locator(".facts")).to_contain_text("4 March 2026")
    expect(card.locator(".facts")).to_contain_text("English")
    expect(card.locator(".facts")).to_contain_text("words, 1 passage")
    expect(card.locator(".opening")).to_contain_text("has run at night since March")
    expect(page.locator(".library tbody tr")).to_have_count(0)
    page.get_by_role("button", name=EN.add_read).click()
    expect(page.locator(".uploads li")).to_contain_text(f"{url} {ADDED}")
    expect(page.locator(".library tbody tr")).to_contain_text(["Ferry of Ustica"])
    expect(page.get_by_label(EN.links_label)).to_have_value("")
    page.get_by_role("tab").first.click()
    visitor.ask("How long does the crossing from Ustica take?")
    expect(visitor.source(0, 1).locator("mark", has_text="forty minutes")).to_be_visible()


def test_what_is_unticked_or_discarded_is_not_added(visit: Visit, editing: Sibilla) -> None:
    visitor = visit(locale="it-IT")
    visitor.open_library()
    visitor.open_adder()
    page = visitor.page
    page.get_by_label(IT.look).check()
    page.locator("#adder input[type=file]").set_input_files(
        as_payloads(
            [
                ("rete.txt", "La rete di Marettimo\n\nI pescatori hanno riparato la rete."),
                ("vela.txt", "La vela di Favignana\n\nLa vela nuova pesa trenta chili."),
                ("vuoto.txt", ""),
            ]
        )
    )
    expect(page.locator(".looked-at li")).to_have_count(3)
    expect(page.locator(".looked-at li").first).to_contain_text("vuoto.txt rifiutato")
    page.get_by_label("La rete di Marettimo").uncheck()
    page.get_by_role("button", name=IT.add_read).click()
    expect(page.locator(".uploads li")).to_have_count(2)
    expect(page.locator(".library")).to_contain_text("La vela di Favignana")
    page.get_by_label(IT.title_label, exact=True).fill("Appunti sul molo")
    page.get_by_label(IT.text_label, exact=True).fill("Il molo di Trapani è chiuso.")
    page.locator("#add-text").click()
    expect(page.locator(".looked-at .title")).to_have_text("Appunti sul molo")
    page.get_by_role("button", name=IT.discard).click()
    expect(page.locator("#toast")).to_have_text(IT.discarded)
    expect(page.locator(".uploads li")).to_have_count(0)
    expect(page.get_by_label(IT.text_label, exact=True)).to_have_value(
        "Il molo di Trapani è chiuso."
    )
    titles = {card.title for card in editing.articles()}
    assert "La vela di Favignana" in titles
    assert not titles & {"La rete di Marettimo", "Appunti sul molo"}


def test_of_more_files_than_go_at_once_the_first_are_offered(visit: Visit) -> None:
    visitor = visit(locale="it-IT")
    visitor.open_library()
    page = visitor.page
    page.evaluate("document.querySelector('meta[name=upload-count]').content = '2'")
    files = as_payloads([(f"nave-{n}.txt", f"Nave {n}\n\nLa nave {n} parte.") for n in range(3)])
    field = page.locator("#adder input[type=file]")
    field.set_input_files(files)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(IT.too_many.format(count=3, most=2))
    dialog.get_by_role("button", name=IT.cancel).click()
    expect(page.locator(".uploads li")).to_have_count(0)
    field.set_input_files(files)
    dialog.get_by_role("button", name=IT.add_first.format(most=2)).click()
    expect(page.locator(".uploads[role=status] li .name")).to_have_text(
        ["nave-0.txt", "nave-1.txt"]
    )


def test_a_feed_is_followed_pulled_with_a_report_and_left(visit: Visit, site: Site) -> None:
    visitor = visit()
    visitor.open_library()
    visitor.open_adder()
    page = visitor.page
    page.get_by_label(EN.feed_label).fill(f"http://127.0.0.1:{site.port}/ustica")
    page.get_by_role("button", name=EN.follow, exact=True).click()
    expect(page.locator(".uploads .trouble")).to_contain_text("feed")
    page.get_by_label(EN.feed_label).fill(f"http://127.0.0.1:{site.port}/feed.xml")
    page.keyboard.press("Enter")
    expect(page.locator(".feeds li")).to_contain_text(["Harbour feed"])
    expect(page.locator(".feeds li")).to_contain_text(EN.never_pulled)
    page.get_by_role("button", name=EN.pull).click()
    lines = page.locator(".uploads li")
    expect(lines).to_have_count(2)
    expect(lines.first).to_contain_text("Gone refused")
    expect(lines.last).to_contain_text(f"Ferry of Levanzo runs at night {ADDED}")
    expect(page.locator(".library")).to_contain_text("Ferry of Levanzo")
    expect(page.locator(".feeds li")).not_to_contain_text(EN.never_pulled)
    page.get_by_role("button", name=f"{EN.unfollow}: Harbour feed").click()
    expect(page.locator(".feeds li")).to_have_count(0)
    expect(page.locator(".library")).to_contain_text("Ferry of Levanzo")


def test_a_dropped_folder_gives_the_documents_in_it_and_nothing_else(
    visit: Visit, editing: Sibilla, tmp_path: Path
) -> None:
    visitor = visit()
    visitor.open_library()
    visitor.open_adder()
    empty = tmp_path / "empty"
    empty.mkdir()
    visitor.drop(empty)
    expect(visitor.page.locator("#toast")).to_have_text(EN.no_documents)
    folder = tmp_path / "harbour"
    for number in range(130):  # a browser names a hundred at a time
        quay = folder / f"quay {number % 2}" / "log"
        quay.mkdir(parents=True, exist_ok=True)
        text = f"Quay {number}\n\nShip {number} moored at quay {number * 7} in Mazara."
        (quay / f"day-{number}.txt").write_text(text)
    (folder / ".hidden.txt").write_text("Hidden\n\nNobody may see this.")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    visitor.drop(folder)
    counts = visitor.page.locator(".uploads .counts[role=status]")
    expect(counts).to_have_text("130 added", timeout=60_000)
    ids = {card.id for card in editing.articles()}
    assert {f"day-{number}" for number in range(130)} <= ids


# Root may read everything: the browser is made to fail instead.
_SEAL = """() => {
  const fail = (_, fail) => fail(new DOMException("", "NotReadableError"));
  const { webkitGetAsEntry } = DataTransferItem.prototype;
  DataTransferItem.prototype.webkitGetAsEntry = function () {
    const folder = webkitGetAsEntry.call(this), reader = folder.createReader();
    folder.createReader = () => ({
      readEntries: (give, failed) => reader.readEntries((entries) => {
        for (const entry of entries) {
          if (entry.name === "locked.txt") entry.file = fail;
          if (entry.name === "sealed") entry.createReader = () => ({ readEntries: fail });
        }
        give(entries);
      }, failed),
    });
    return folder;
  };
}"""


def test_what_cannot_be_read_in_a_dropped_folder_is_refused_by_name_and_stops_no_other(
    visit: Visit, editing: Sibilla, tmp_path: Path
) -> None:
    visitor = visit()
    visitor.open_library()
    visitor.open_adder()
    folder = tmp_path / "lighthouse"
    (folder / "sealed").mkdir(parents=True)
    (folder / "sealed" / "inside.txt").write_text("Inside\n\nNobody can list this folder.")
    (folder / "lamp.txt").write_text("The lamp of Strombolicchio\n\nThe lamp burns since 1925.")
    (folder / "locked.txt").write_text("Locked\n\nNobody can read this.")
    visitor.page.evaluate(_SEAL)
    visitor.drop(folder)
    lines = visitor.page.locator(".uploads li")
    expect(lines).to_have_count(3)
    expect(lines.filter(has_text=ADDED)).to_have_count(1)
    expect(lines.filter(has_text="locked.txt")).to_contain_text(REFUSED)
    expect(lines.filter(has_text="sealed")).to_contain_text(REFUSED)


def test_documents_of_one_name_get_ids_that_tell_nothing_of_where_they_were_sent(
    visit: Visit, editing: Sibilla, tmp_path: Path
) -> None:
    visitor = visit()
    visitor.open_library()
    visitor.open_adder()
    folder = tmp_path / "islands"
    for name, ships in (("Egadi", "Four ferries"), ("Eolie", "Nine hydrofoils")):
        (folder / name).mkdir(parents=True)
        text = f"Timetable of the {name}\n\n{ships} sail to the {name} islands on Sundays."
        (folder / name / "timetable.txt").write_text(text)
    visitor.drop(folder)
    lines = visitor.page.locator(".uploads li")
    expect(lines.filter(has_text=ADDED)).to_have_count(2)
    ids = {card.id for card in editing.articles() if "imetable" in card.title}
    assert ids == {"timetable", "timetable-txt"}


def test_a_large_batch_is_told_in_groups_while_another_visitor_chats(visit: Visit) -> None:
    anna, bruno = visit(), visit()
    bruno.open_library()
    batch = [
        (f"stop-{number}.txt", f"Bus stop {number}\n\nStop {number} of line {number * 3} is new.")
        for number in range(250)
    ]
    bruno.page.locator("#adder input[type=file]").set_input_files(
        as_payloads([*batch, batch[0], *((f"empty-{n}.txt", "") for n in range(3))])
    )
    expect(bruno.page.locator(".uploads progress")).to_be_visible()
    anna.ask("Where was the sail of Favignana made?")
    assert bruno.page.locator(".uploads progress").count(), "the batch was over before the answer"
    bruno.page.get_by_role("tab").nth(2).click()
    expect(bruno.page.locator(".about")).to_be_visible()
    bruno.page.get_by_role("tab").nth(1).click()
    counts = bruno.page.locator(".uploads .counts[role=status]")
    expect(counts).to_have_text("3 refused, 250 added, 1 already in the library", timeout=60_000)
    groups = bruno.page.locator(".uploads details")
    expect(groups).to_have_count(3)
    expect(groups.first.locator("li").first).to_contain_text("holds no text")
    expect(groups.nth(1).locator("li").first).to_be_hidden()
    groups.nth(1).locator("summary").click()
    expect(groups.nth(1).locator("li")).to_have_count(250)
    anna.ask("Which line has the stop 77?")
    expect(anna.source(1, 1).locator("mark")).to_contain_text("Stop 77 of line 231")
    assert bruno.overflow() <= 0
