"""The feeds that are followed, as HTML."""

from collections.abc import Sequence
from datetime import datetime

from bot.page.dates import elided, full_date
from bot.page.markup import escape
from bot.page.texts import texts_in
from bot.page.texts_kinds import Texts
from corpus.feeds.register import Subscription


def render_feeds(feeds: Sequence[Subscription], language: str) -> str:
    """The form that follows a feed, and those that are followed with what can be done."""
    texts = texts_in(language)
    label = escape(texts.feed_label)
    form = (
        f'<form class="follow"><input name="url" inputmode="url" autocomplete="off" '
        f'maxlength="2000" aria-label="{label}" placeholder="{label}">'
        f'<button type="submit">{escape(texts.follow)}</button></form>'
    )
    items = "".join(_feed(feed, texts) for feed in feeds)
    pull = f'<button type="button" data-pull="">{escape(texts.pull)}</button>' if feeds else ""
    return (
        f"<h3>{escape(texts.feeds)}</h3><p>{escape(texts.feeds_hint)}</p>{form}"
        f'<ul class="feeds">{items}</ul>{pull}'
    )


def _feed(feed: Subscription, texts: Texts) -> str:
    name = feed.title or feed.url
    told = texts.never_pulled
    if feed.pulled:
        pulled = datetime.fromisoformat(feed.pulled).astimezone()
        day = full_date(pulled.date(), texts.code)
        told = elided(texts.pulled.format(when=f"{day}, {pulled:%H:%M}"))
    return (
        f'<li><span class="name">{escape(name)}</span> <span class="facts">'
        f'<span class="url">{escape(feed.url)}</span> <span>{escape(told)}</span></span> '
        f'<button type="button" data-unfollow="{escape(feed.url)}" data-name="{escape(name)}" '
        f'aria-label="{escape(f"{texts.unfollow}: {name}")}">{escape(texts.unfollow)}</button></li>'
    )
