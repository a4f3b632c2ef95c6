"""The pages of the gate: to log in, to log out, and to say why somebody cannot come in."""

from dataclasses import dataclass
from html import escape
from urllib.parse import quote

# The look of the chat page in few words; its own style sheet is made for Gradio's elements.
_STYLE = """
:root { --paper: #fbfaf7; --sheet: #fff; --ink: #1c1a17; --faded: #625c53; --rule: #dfdad0;
  --edge: #8f887c; --accent: #0a5a62; --on-accent: #fff; --alert: #9a2b1c;
  color-scheme: light dark }
@media (prefers-color-scheme: dark) { :root { --paper: #16181a; --sheet: #1e2124; --ink: #e9e6df;
  --faded: #a8a399; --rule: #33373a; --edge: #747a7d; --accent: #7cc7cb; --on-accent: #0d2224;
  --alert: #f0998b } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif }
main { max-width: 24rem; margin: 12vh auto 0; padding: 0 1.5rem }
header { display: flex; justify-content: space-between; align-items: baseline;
  border-bottom: 1px solid var(--rule); padding-bottom: .75rem; margin-bottom: 1.5rem }
h1 { margin: 0; font: 700 1.75rem/1.1 "Iowan Old Style", Charter, Palatino, Georgia,
  "Liberation Serif", serif }
nav a { color: var(--faded); font-size: .875rem; padding: .25rem .4rem; text-decoration: none;
  border-bottom: 2px solid transparent }
nav a[aria-current] { color: var(--ink); border-color: var(--accent) }
label { display: block; margin: 1rem 0 .25rem; color: var(--faded); font-size: .9375rem }
input, button { width: 100%; font: inherit; padding: .6rem .75rem; border: 1px solid var(--edge);
  background: var(--sheet); color: var(--ink) }
button { margin-top: 1.25rem; border-color: var(--accent); background: var(--accent);
  color: var(--on-accent); cursor: pointer }
:is(a, input, button):focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
main.wide { max-width: 44rem; margin-top: 4vh; padding-bottom: 4rem }
dt { margin-top: .75rem } dd { margin: 0; color: var(--faded) } a { color: var(--accent) }
pre { overflow: auto; padding: .75rem; border: 1px solid var(--rule); background: var(--sheet) }
.alert { color: var(--alert) }
"""


@dataclass(frozen=True, slots=True)
class _Texts:
    title: str
    intro: str
    name: str
    password: str
    log_in: str
    log_out: str
    log_out_intro: str
    switch: str
    refused: str


_TEXTS = {
    "en": _Texts(
        title="Log in to Sibilla",
        intro="This library is for people who have a password.",
        name="Name",
        password="Password",  # noqa: S106
        log_in="Log in",
        log_out="Log out",
        log_out_intro="You can log in again at any time.",
        switch="Language",
        refused="This request was refused",
    ),
    "it": _Texts(
        title="Accedi a Sibilla",
        intro="Questa biblioteca è per chi ha una password.",
        name="Nome",
        password="Password",  # noqa: S106
        log_in="Accedi",
        log_out="Esci",
        log_out_intro="Puoi accedere di nuovo quando vuoi.",
        switch="Lingua",
        refused="Questa richiesta è stata rifiutata",
    ),
}
_CURRENT = ' aria-current="true"'
_LANGUAGE_NAMES = {"it": "Italiano", "en": "English"}


def login_page(language: str, next_path: str, named: bool, failure: str = "") -> str:
    """The page to log in; it asks for a name where there are users with one.

    `next_path` is where to go afterwards, `failure` why the last try did not do.
    """
    texts = _TEXTS[language]
    alert = f'<p class="alert" role="alert">{escape(failure)}</p>' if failure else ""
    name = (
        f'<label for="name">{texts.name}</label><input id="name" name="name" '
        'autocomplete="username" autocapitalize="none" maxlength="64" autofocus>'
        if named
        else ""
    )
    focus = "" if named else " autofocus"
    form = (
        f"<p>{texts.intro}</p>{alert}"
        f'<form method="post" action="/login?lang={language}">'
        f'<input type="hidden" name="next" value="{escape(next_path)}">{name}'
        f'<label for="password">{texts.password}</label><input id="password" name="password" '
        f'type="password" autocomplete="current-password" maxlength="1024" required{focus}>'
        f"<button>{texts.log_in}</button></form>"
    )
    return _page(language, texts.title, form, f"/login?next={quote(next_path)}&")


def logout_page(language: str) -> str:
    """The page to log out."""
    texts = _TEXTS[language]
    form = (
        f"<p>{texts.log_out_intro}</p>"
        f'<form method="post" action="/logout"><button>{texts.log_out}</button></form>'
    )
    return _page(language, texts.log_out, form, "/logout?")


def refusal_page(language: str, message: str) -> str:
    """A page that says why a request was refused, and what to do."""
    return _page(language, _TEXTS[language].refused, f'<p role="alert">{escape(message)}</p>', "")


def plain_page(language: str, title: str, body: str) -> str:
    """A page of text in the look of the others; `body` is HTML."""
    return _page(language, title, f"<h2>{escape(title)}</h2>{body}", "", "wide")


def safe_path(path: str) -> str:
    """Where to go after logging in: a path of this server, "/" for anything else."""
    inside = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if inside else "/"


def _page(language: str, title: str, body: str, here: str, kind: str = "") -> str:
    switch = "".join(
        f'<a href="{escape(here)}lang={code}" hreflang="{code}" lang="{code}"'
        f"{_CURRENT if code == language else ''}>{name}</a> "
        for code, name in _LANGUAGE_NAMES.items()
    )
    nav = f'<nav aria-label="{_TEXTS[language].switch}">{switch}</nav>' if here else ""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f'<body><main class="{kind}"><header><h1>Sibilla</h1>{nav}</header>{body}</main>'
        "</body></html>"
    )
