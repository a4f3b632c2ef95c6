"""The states of the page, in walks that bring it from one into the next.

A walk is a generator: whenever it gives a name, the page is in the state of that name.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import uuid4

from playwright.sync_api import expect

from bot.page.texts import TEXTS
from bot.page.texts_kinds import Texts

from .scripted import SLOW
from .visitor import Visitor, as_payloads

QUESTIONS = {
    "en": {
        "answered": "Why did OpenAI choose Cerebras?",
        "follow-up": "And how much is it worth?",
        "refused": "What is the best way to cook spaghetti?",
        "premise": "Why did AMD buy OpenAI?",
        "missing": "How many Trainium chips has Apple rented from AWS?",
        "newer": "How much did Nvidia invest in OpenAI?",
        "news": "What is the latest news on Cerebras?",
        "other-language": "Where does Italy want the European gigafactory?",
        "small-talk": "Hello!",
    },
    "it": {
        "answered": "Perché OpenAI ha scelto Cerebras?",
        "follow-up": "E quanto vale il contratto?",
        "refused": "Come si cuociono bene gli spaghetti?",
        "premise": "Perché Mistral ha comprato ASML?",
        "missing": "Quanti dipendenti ha Cerebras?",
        "newer": "Quanto ha investito Nvidia in OpenAI?",
        "news": "Quali sono le ultime notizie su Cerebras?",
        "other-language": "Chi rischia se i chip affittati da Anthropic si svalutano?",
        "small-talk": "Ciao!",
    },
}
_ARTICLE = {
    "en": "---\ntitle: A data centre warms the swimming pool of Merano\npublished: 2026-03-04\n"
    "outlet: Harbour Herald\n---\n\nThe pool of Merano is heated by {mark} servers since March. "
    "They stand in the cellar, in a bath of oil, and give off ninety kilowatts day and night.",
    "it": "---\ntitle: Un centro dati scalda la piscina di Merano\npublished: 2026-03-04\n"
    "outlet: Gazzetta del Porto\n---\n\nDa marzo la piscina di Merano è scaldata da {mark} server. "
    "Stanno in cantina, in un bagno d'olio, e cedono novanta chilowatt giorno e notte.",
}
PASSWORD = "salvia"


@dataclass(frozen=True, slots=True)
class Scene:
    """Who walks, in which language, and who else asks at the same time."""

    visitor: Visitor
    language: str
    crowd: tuple[Visitor, ...]

    @property
    def texts(self) -> Texts:
        """The page's texts in the visitor's language."""
        return TEXTS[self.language]

    def ask(self, kind: str) -> None:
        """Ask the question of a kind, and wait until the answer is whole."""
        turn = self.visitor.ask(QUESTIONS[self.language][kind])
        expect(turn).to_have_attribute("aria-busy", "false")

    def scripted(self, kind: str) -> str:
        """The question that is answered as a kind of `scripted` says."""
        return f"{kind}: {QUESTIONS[self.language]['answered']}"


Walk = Callable[[Scene], Iterator[str]]


def read(scene: Scene) -> Iterator[str]:
    """A question, its sources and their article."""
    visitor, page = scene.visitor, scene.visitor.page
    yield "empty"
    scene.ask("answered")
    expect(page.locator(".next")).to_be_visible()
    yield "answered"
    mark = visitor.turn(0).locator(".mark").first
    if page.evaluate("navigator.maxTouchPoints > 0"):
        mark.tap()
    else:
        mark.hover()
    expect(page.locator("#peek")).to_be_visible()
    yield "quotation"
    visitor.tap(page.locator(".open-source"))
    yield "source"
    visitor.tap(page.locator(".sources:visible [data-read]").first)
    expect(page.locator("#reader")).to_be_visible()
    yield "article"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator(".turn .thumb.down").click()
    expect(page.locator(".turn .word input")).to_be_visible()
    yield "rated"


def converse(scene: Scene) -> Iterator[str]:
    """Questions of every kind, one after the other, and the conversations that were kept."""
    page = scene.visitor.page
    scene.ask("answered")
    for kind in ("follow-up", "refused"):
        scene.ask(kind)
        yield kind
    _begin_anew(scene)
    for kind in ("premise", "missing", "newer", "news", "other-language", "small-talk"):
        scene.ask(kind)
        expect(page.locator("#next .chip").first).to_be_visible()
        yield kind
    page.locator("#conversations").click()
    yield "conversations"
    page.get_by_role("button", name=scene.texts.rename).first.click()
    yield "renaming"
    page.keyboard.press("Escape")
    page.locator("#conversations").click()
    page.get_by_role("button", name=f"{scene.texts.delete}: ").last.click()
    expect(page.locator("#toast.shown")).to_be_visible()
    yield "forgotten"


def write(scene: Scene) -> Iterator[str]:
    """Answers of a model: awaited, growing, stopped, doubted, broken, replaced, long."""
    visitor, page = scene.visitor, scene.visitor.page
    page.locator("#question textarea").fill(scene.scripted("silent"))
    page.keyboard.press("Enter")
    expect(page.locator(".pending")).to_be_visible()
    yield "searching"
    visitor.turn(0)
    visitor.ask(scene.scripted("slow"))
    expect(page.locator(".mark").nth(3)).to_be_visible()
    yield "growing"
    page.locator("#stop").click()
    expect(page.locator(".notice")).to_be_visible()
    yield "stopped"
    visitor.ask(scene.scripted("doubtful"))
    page.locator(".sign").first.focus()
    yield "doubtful"
    visitor.ask(scene.scripted("broken"))
    expect(page.locator(".failure")).to_be_visible()
    yield "broken"
    visitor.ask(scene.scripted("away"))
    expect(page.locator(".next")).to_be_visible()
    yield "away"
    turn = visitor.ask(scene.scripted("long"))
    expect(turn).to_have_attribute("aria-busy", "false")
    yield "long"


def wait(scene: Scene) -> Iterator[str]:
    """A place in line, while others are answered."""
    page = scene.visitor.page
    for other in scene.crowd:
        other.page.locator("#question textarea").fill(SLOW)
        other.page.keyboard.press("Enter")
        expect(other.page.locator("#stop")).to_be_visible()
    page.locator("#question textarea").fill(QUESTIONS[scene.language]["answered"])
    page.keyboard.press("Enter")
    expect(page.locator("#next .pending")).to_be_visible()
    yield "in-line"
    for other in reversed(scene.crowd):
        other.page.locator("#stop").click()
    scene.visitor.turn(0)


def shelve(scene: Scene) -> Iterator[str]:
    """The library: looking for articles, deleting one."""
    page, texts = scene.visitor.page, scene.texts
    scene.visitor.open_library()
    yield "library"
    page.get_by_label(texts.filter_label).fill("zzz")
    expect(page.locator(".library .none")).to_be_visible()
    yield "nothing-found"
    page.get_by_label(texts.filter_label).fill("cerebras")
    expect(page.locator(".library tbody tr").nth(20)).to_have_count(0)
    yield "filtered"
    page.locator("[data-remove]").first.click()
    yield "confirming"
    page.get_by_role("dialog").get_by_role("button", name=texts.delete).click()
    expect(page.locator("[data-restore]")).to_be_visible()
    yield "deleted"
    page.locator("[data-restore]").click()
    expect(page.locator("[data-restore]")).to_have_count(0)


def grow(scene: Scene) -> Iterator[str]:
    """Adding: the ways to, a look before, what became of few and many documents, feeds."""
    visitor, page, texts = scene.visitor, scene.visitor.page, scene.texts
    mark = uuid4().hex[:6]  # so that no text is there already
    visitor.open_library()
    visitor.open_adder()
    yield "adder"
    page.locator("#feeds").scroll_into_view_if_needed()
    yield "feeds"
    page.get_by_label(texts.look).check()
    visitor.add(
        ("report.bin", b"\0\1\2"), (f"{mark}.md", _ARTICLE[scene.language].format(mark=mark))
    )
    expect(page.locator(".looked-at li")).to_have_count(2)
    yield "looked-at"
    page.locator("[data-decide=add]").click()
    expect(page.locator(".uploads[role=status] h3")).to_be_visible()
    yield "added"
    page.get_by_label(texts.look).uncheck()
    batch = [(f"{mark}-{n}.txt", f"Line {n} {mark}\n\nThe tram {mark} {n}.") for n in range(60)]
    batch += [(f"empty-{n}.txt", "") for n in range(3)]
    page.locator("#adder input[type=file]").set_input_files(as_payloads(batch))
    expect(page.locator(".uploads .counts")).to_contain_text("3 ")
    yield "adding"
    expect(page.locator(".uploads details")).to_have_count(2)
    yield "batch"
    page.locator("[data-pull]").click()
    expect(page.locator(".uploads[role=status] .refused")).to_be_visible()
    yield "feed-broken"


def learn(scene: Scene) -> Iterator[str]:
    """What this is about."""
    page = scene.visitor.page
    page.get_by_role("tab").nth(2).click()
    expect(page.locator(".about")).to_be_visible()
    yield "about"
    page.locator(".about section").last.scroll_into_view_if_needed()
    yield "about-end"


def lose(scene: Scene) -> Iterator[str]:
    """The server goes away."""
    page = scene.visitor.page
    scene.ask("answered")
    scene.visitor.context.set_offline(True)
    page.locator("#question textarea").fill(QUESTIONS[scene.language]["follow-up"])
    page.keyboard.press("Enter")
    expect(page.locator("#lost")).to_be_visible()
    yield "lost"


def begin(scene: Scene) -> Iterator[str]:
    """A library without articles."""
    page = scene.visitor.page
    yield "no-articles"
    scene.ask("answered")
    yield "no-answer"
    scene.visitor.open_library()
    yield "no-library"
    page.get_by_role("tab").nth(2).click()
    expect(page.locator(".about")).to_be_visible()
    yield "no-about"


def enter(scene: Scene) -> Iterator[str]:
    """A library that is open to readers, and its door."""
    page = scene.visitor.page
    yield "visiting"
    scene.visitor.open_library()
    yield "visiting-library"
    page.get_by_role("link", name=scene.texts.log_in).click()
    page.locator("[type=password]").wait_for()
    yield "login"
    page.locator("[type=password]").fill("basilico")
    page.keyboard.press("Enter")
    expect(page.locator(".alert")).to_be_visible()
    yield "login-wrong"
    page.locator("[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("html[data-ready]")).to_be_attached()
    yield "logged-in"


def _begin_anew(scene: Scene) -> None:
    page = scene.visitor.page
    page.locator("#restart").click()
    expect(page.locator(".welcome")).to_be_visible()
