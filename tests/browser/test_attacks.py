"""What articles, people and models write is shown as text: it runs, fetches and styles nothing."""

from collections.abc import Generator, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from bot.answer import Answer, Citation
from bot.page.texts import TEXTS
from bot.question import MAX_CHARACTERS
from bot.settings import Settings
from bot.sibilla import Sibilla
from corpus.article import Article
from corpus.markdown import article_to_markdown

from .attacks import ATTACKS
from .conftest import Visit, let_in
from .visitor import Visitor, served

pytestmark = pytest.mark.browser

EN = TEXTS["en"]
DRAFT = "What do the articles say?"

# Reports whatever the page's own policy blocks, and what is on the page that no part of it makes.
_WATCH = """
window.blocked = [];
document.addEventListener("securitypolicyviolation",
  (event) => window.blocked.push(`${event.effectiveDirective} ${event.blockedURI}`));
"""
_STRANGERS = """() => [...document.querySelectorAll("*")].flatMap((element) => {
  const found = [];
  for (const { name, value } of element.attributes) {
    if (/^on/i.test(name)) found.push(`${element.tagName} ${name}`);
    if (/javascript:|^data:text/i.test(value) && name === "href") found.push(value);
    if (/evil\\.example/.test(value) && /^(src|srcset|poster|data|action|style)$/.test(name))
      found.push(`${element.tagName} ${name}=${value}`);
    if (name === "href" && /evil\\.example/.test(value) && element.tagName !== "A")
      found.push(`${element.tagName} ${value}`);
  }
  if (element.tagName === "STYLE" && element.textContent.includes("body{display:none}"))
    found.push("STYLE");
  const tags = "IFRAME OBJECT EMBED BASE PLAINTEXT MARQUEE FONT MATH TEMPLATE VIDEO";
  if (tags.split(" ").includes(element.tagName)) found.push(element.tagName);
  return found;
})"""
_LOOK = """() => {
  const style = getComputedStyle(document.body);
  return [style.display, style.visibility,
    document.querySelectorAll("#question").length];
}"""


class Hostile(Sibilla):
    """Answers the question above with every attack, citing every article."""

    def stream(
        self, question: str, history: Sequence[str] = (), *given: Any, **named: Any
    ) -> Generator[Answer, None, None]:
        """One answer, as a model that was talked into it would write it."""
        if question != DRAFT:
            yield from super().stream(question, history, *given, **named)
            return
        citations = tuple(self._cite(number, id) for number, id in enumerate(self._ids(), 1))
        text = "\n\n".join(f"{attack} [{n}]" for n, attack in enumerate(ATTACKS, 1))
        yield Answer(
            question=question,
            understood=f"{question} {ATTACKS[0]}",
            language="en",
            text=text,
            abstained=False,
            confidence=1.0,
            citations=citations,
            model=ATTACKS[7],
            notice=ATTACKS[8],
        )

    def _ids(self) -> list[str]:
        return sorted(card.id for card in self.articles() if card.id.startswith("attack-"))

    def _cite(self, number: int, id: str) -> Citation:
        article = self.article(id)
        end = len(article.text)
        return Citation(
            number, id, article.title, article.outlet, article.published, None, article.url, "en",
            article.text, 0, end, 0, end, heading=article.title,
        )  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    """An article for each attack, in its title, text, outlet, address and questions."""
    data = tmp_path_factory.mktemp("attacks")
    (data / "articles").mkdir()
    for number, attack in enumerate(ATTACKS):
        line = " ".join(attack.split())
        article = Article(
            id=f"attack-{number:02}.en",
            title=f"Attack {number} {line}"[:250],
            text=f"The text of attack {number} says this. {attack}\n\n## {line}\n\n- {line}",
            language="en",
            published=date(2026, 1, 1),
            outlet=line,
            url=f"javascript:{line}",
            questions=(f"What is {line}?",),
            author=line,
        )
        path = data / "articles" / f"{article.id}.md"
        path.write_text(article_to_markdown(article), encoding="utf-8")
    hostile = Hostile(Settings(data=data, demo=False))
    hostile.sync()
    yield hostile
    hostile.close()


@pytest.fixture(scope="module")
def hostile_address(hostile: Hostile) -> Iterator[str]:
    with served(hostile) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, hostile_address: str) -> Iterator[Visit]:
    """Lets visitors into that library, none of whom may be taken over."""
    for arrive in let_in(browser, hostile_address):

        def watched(**options: Any) -> Visitor:
            visitor: Visitor = arrive(**options)  # noqa: B023
            visitor.page.add_init_script(_WATCH)
            visitor.open()
            visitor.look = visitor.page.evaluate(_LOOK)  # type: ignore[attr-defined]
            visitor.own = visitor.page.evaluate(_STRANGERS)  # type: ignore[attr-defined]
            return visitor

        yield watched


def assert_untouched(visitor: Visitor) -> None:
    """Nothing ran, nothing was blocked or fetched, and the page looks as before."""
    page = visitor.page
    assert page.evaluate("window.taken") is None
    assert page.evaluate("window.blocked") == []
    assert visitor.foreign == []
    assert page.evaluate(_STRANGERS) == visitor.own  # type: ignore[attr-defined]
    assert page.evaluate(_LOOK) == visitor.look  # type: ignore[attr-defined]
    expect(page.locator("#language")).to_be_visible()


def shown(attack: str) -> str:
    """How an attack reads on the page: HTML folds white space."""
    return " ".join("".join(c for c in attack if c >= " " or c.isspace()).split())


def test_there_are_more_than_forty() -> None:
    assert len(ATTACKS) > 40
    assert len(set(ATTACKS)) == len(ATTACKS)


def test_the_watch_sees_what_gets_through(visit: Visit) -> None:
    visitor = visit()
    visitor.page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', "
        "'<img src=https://evil.example/x onerror=window.taken=1><iframe srcdoc=x></iframe>')"
    )
    visitor.page.wait_for_function("window.blocked.length >= 2")
    blocked = " ".join(visitor.page.evaluate("window.blocked"))
    assert "img-src https://evil.example" in blocked
    assert "script-src-attr" in blocked
    assert len(visitor.page.evaluate(_STRANGERS)) >= 3 + len(visitor.own)  # type: ignore[attr-defined]
    assert visitor.page.evaluate("window.taken") is None  # blocked by the policy, not by us
    visitor.complaints.clear()
    visitor.foreign.clear()


def test_attacks_in_articles_are_listed_as_text(visit: Visit) -> None:
    visitor = visit()
    visitor.open_library()
    rows = visitor.page.locator(".library tbody tr")
    expect(rows).to_have_count(len(ATTACKS))
    text = " ".join(visitor.page.locator(".library").inner_text().split())
    missing = [attack for attack in ATTACKS if shown(attack)[:100] not in text]
    assert missing == []
    assert_untouched(visitor)


def test_attacks_in_an_answer_of_a_model_and_in_its_sources_are_text(visit: Visit) -> None:
    visitor = visit()
    turn = visitor.ask(DRAFT)
    expect(turn.locator(".answer")).to_contain_text("window.taken")
    sources = visitor.page.locator(".source")
    expect(sources).to_have_count(len(ATTACKS))
    for link in sources.locator("a").all():  # those of Markdown, which lead nowhere by themselves
        assert str(link.get_attribute("href")).startswith("http://evil.example/")
        assert link.get_attribute("rel") == "noopener noreferrer"
    assert_untouched(visitor)
    visitor.page.reload()  # and again out of the browser's own memory
    expect(visitor.page.locator("html[data-ready]")).to_be_attached()
    expect(visitor.page.locator(".answer")).to_contain_text("window.taken")
    assert_untouched(visitor)


def test_attacks_in_an_article_that_is_read_are_text(visit: Visit) -> None:
    visitor = visit()
    visitor.ask(DRAFT)
    for number in (8, len(ATTACKS) - 5):
        source = visitor.source(0, number)
        source.get_by_role("button", name=EN.read_article).click()
        reader = visitor.page.get_by_role("dialog")
        expect(reader).to_contain_text("The text of attack")
        assert_untouched(visitor)
        visitor.page.keyboard.press("Escape")


def test_attacks_in_questions_are_shown_as_they_were_asked(visit: Visit) -> None:
    visitor = visit()
    for number, question in enumerate(together(ATTACKS, MAX_CHARACTERS)):
        turn: Locator = visitor.ask(question)
        expect(visitor.page.locator(".question").nth(number)).to_contain_text(shown(question)[:60])
        expect(turn).to_be_visible()
    assert_untouched(visitor)


def test_attacks_in_the_names_of_files_are_listed_as_text(visit: Visit, tmp_path: Path) -> None:
    visitor = visit()
    visitor.open_library()
    names = [
        f"{n:02} {shown(attack).replace('/', '∕')[:80]}.xyz"  # no slash is in a file's name
        for n, attack in enumerate(ATTACKS)
    ]
    lines = visitor.add(*((name, "text") for name in names))
    expect(lines).to_have_count(len(names))
    expect(lines.filter(has_text="onerror=window.taken=1").first).to_be_visible()
    assert_untouched(visitor)


def together(attacks: Sequence[str], limit: int) -> list[str]:
    """The attacks in as few questions as hold them."""
    questions = [""]
    for attack in map(shown, attacks):
        if len(questions[-1]) + len(attack) + 8 > limit:
            questions.append("")
        questions[-1] = f"{questions[-1]} {attack}".strip()
    return [f"{question} why?" for question in questions]
