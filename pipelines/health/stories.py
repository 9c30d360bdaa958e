"""Figures of a night's extracted pages: kinds, texts, titles, authors, languages, places of the template. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from pipelines.base.ids import digest
from pipelines.base.urls.kinds import UrlKind, address_form, url_kind
from pipelines.corpus.clean.clean import count_words
from pipelines.corpus.clean.fold import fold
from pipelines.health.answers import BY_FORM, is_start
from pipelines.health.characters import encoding
from pipelines.health.seen import Known, Row, Seen, counted, most_common, quantile
from pipelines.health.wording import notice
from pipelines.health.wordings import SENTENCE_END
from pipelines.lake.values import ANSWERED, FetchOutcome, HealthCheck, KindBasis, PageKind

COLUMNS = (
    "source", "url", "url_key", "capture_id", "article_id", "fetched_at", "kind", "kind_basis", "title", "text", "authors",
    "agency", "language", "paywall", "flags", "content_sha256", "date_candidates", "listed", "document_id", "night",
    "canonical_url",
)  # fmt: skip
"""Columns of `schemas.DOCUMENTS` that are read."""
STORIES = (PageKind.ARTICLE, PageKind.LIVE, PageKind.VIDEO, PageKind.GALLERY)
LISTS = (KindBasis.ENTRIES, KindBasis.ENTRY_AND_ADDRESS)
"""Bases of a list that shows stories: headings with links to other pages, and the text below each."""
FEED_TYPE = re.compile(r"\b(?:xml|rss|atom)\b(?<!html\+xml)", re.IGNORECASE)
"""Content types of feeds that are linked like pages: an empty feed is the same for every tag."""
SHARED_BY, MIN_STORIES = 0.5, 4
"""Share of the stories that must have a block for it to be shared, and the minimum number of stories."""
MIN_REPEATED = 200
"""Two stories may share a text of fewer characters by chance."""
MIN_OF_FORM = 3
"""Minimum number of similar addresses that may be a form for every story."""
BUTTON, JOINED = "rest_by_button", "part"
LEFT_OUT = "left_out_"
"""The flags of what extraction left out begin so."""
NONE: Mapping[str, Collection[str]] = {}
LISTS_OF_PAGES = ("section", "related", "pagination")
HEADLINE_CHARACTERS, MIN_HEADLINES = 25, 3
"""Length of a link's text that may be a headline, and the number of them that makes a page a list."""
SHARED_WORDS = 4
"""A block with fewer words may be a label of any story."""


def stories(
    documents: Sequence[Row],
    dropped: Sequence[Row],
    fetches: Sequence[Row],
    known: Mapping[str, Known],
    earlier: Mapping[str, Collection[str]] = NONE,
) -> Seen:
    """The figures of one source and night.

    `documents` are rows of `schemas.DOCUMENTS`, `dropped` those that extraction dropped. `known` has the last capture
    of each page before this night, by url_key; `earlier` the `content_sha256` of stories of earlier nights, each with
    the url_keys where it was.
    """
    captured = [row for row in documents if row["kind"] in STORIES]
    starting = {row["url_key"] for row in fetches if is_start(row)}
    others = [row for row in documents if row["kind"] == PageKind.OTHER and row["url_key"] not in starting]
    lists = [row for row in documents if row["kind"] == PageKind.LISTING]
    seen = Seen(
        {
            "stories": len(captured),
            "new_stories": sum(row["url_key"] not in known for row in captured),
            "revised": sum(
                known[row["url_key"]].content != row["content_sha256"] for row in captured if row["url_key"] in known
            ),
            "listings": len(lists),
            "others": len(others) + len(dropped),
            "dropped": counted([*(row["kind"] for row in (*lists, *others)), *(row["reason"] for row in dropped)]),
            "titled": sum(bool(row["title"]) for row in captured),
            "textless": sum(not row["text"] for row in captured),
            "left_out": counted(why for row in captured if not row["text"] for why in _left_out(row)),
            "authored": sum(bool(row["authors"] or row["agency"]) for row in captured),
            "languages": counted(row["language"] for row in captured),
        }
    )
    seen.show("stories", (row["url"] for row in captured))
    seen.show("others", (row["url"] for row in (*others, *dropped)))
    seen.show(HealthCheck.SCRIPT_ONLY, (row["url"] for row in dropped if row["reason"] == HealthCheck.SCRIPT_ONLY))
    seen.show("untitled", (row["url"] for row in captured if not row["title"]))
    seen.show("textless", (row["url"] for row in captured if not row["text"]))
    seen.show("unauthored", (row["url"] for row in captured if not (row["authors"] or row["agency"])))
    for row in sorted(captured, key=lambda row: row["url"], reverse=True):
        seen.examples[f"language {row['language']}"] = row["url"]
    for part in (
        _alike(documents, fetches),
        _repeated([row for row in captured if row["url_key"] not in known], earlier, fetches),
        _signed(captured),
        _notices(documents, starting, with_headlines(fetches)),
        _by_form(fetches),
        _lengths(captured, fetches),
        encoding(captured, dropped),
    ):
        seen.add(part)
    return seen


def _alike(documents: Sequence[Row], fetches: Sequence[Row]) -> Seen:
    """Number of pages with the same text, payload or title. Lists are left out: they may have the same stories in
    another order.
    """
    texts = {
        row["url_key"]: digest(fold(row["text"]))
        for row in documents
        if row["kind"] != PageKind.LISTING and row["text"]
    }
    bodies = {
        row["url_key"]: row["payload_sha256"]
        for row in fetches
        if row["resource"] == "page"
        and row["outcome"] == "stored"
        and row["payload_sha256"]
        and url_kind(row["url"]) != UrlKind.LISTING
        and not FEED_TYPE.search(row["content_type"] or "")
    }
    titles = {row["url_key"]: fold(row["title"]) for row in documents if row["kind"] in STORIES and row["title"]}
    urls = {row["url_key"]: row["url"] for row in fetches}
    story_texts = len(
        {texts[row["url_key"]] for row in documents if row["kind"] in STORIES and row["url_key"] in texts}
    )
    texts, bodies = _without_forms(texts, urls, story_texts), _without_forms(bodies, urls, story_texts)
    (text, by_text), (body, by_body), (title, by_title) = (
        most_common(each.values()) for each in (texts, bodies, titles)
    )
    seen = Seen({"same_page": max(by_text, by_body), "same_title": by_title})
    chosen, which = (texts, text) if by_text >= by_body else (bodies, body)
    seen.show("same_page", (urls.get(key, key) for key, value in chosen.items() if value == which))
    seen.show("same_title", (urls.get(key, key) for key, value in titles.items() if value == title))
    return seen


def _without_forms(shown: dict[str, str], urls: Mapping[str, str], story_texts: int) -> dict[str, str]:
    """Pages by content, without forms for every story ("send to a friend"): similar addresses that all show one page.

    If such pages are more than twice the different texts of stories, the page is a wall and is kept.
    """
    alike: dict[str, list[str]] = defaultdict(list)
    for key in shown:
        alike[address_form(urls.get(key, f"http://{key}"))].append(key)
    forms = {
        key
        for keys in alike.values()
        if MIN_OF_FORM <= len(keys) <= 2 * story_texts and len({shown[key] for key in keys}) == 1
        for key in keys
    }
    return {key: value for key, value in shown.items() if key not in forms}


def _repeated(new: Sequence[Row], earlier: Mapping[str, Collection[str]], fetches: Sequence[Row]) -> Seen:
    """Number of new pages with a story that earlier nights, or this one, had at another address, and of those that still answer
    there.
    """
    long = sorted((row for row in new if len(row["text"] or "") >= MIN_REPEATED), key=lambda row: str(row["url"]))
    again = [row for row in long if row["content_sha256"] in earlier]
    answers = {row["url_key"] for row in fetches if row["outcome"] in ANSWERED}
    both = [row for row in again if not answers.isdisjoint(earlier[row["content_sha256"]])]
    first = {row["content_sha256"]: row["url"] for row in reversed(long)}
    twice = [row for row in long if row["content_sha256"] not in earlier and first[row["content_sha256"]] != row["url"]]
    again, both = [*again, *twice], [*both, *twice]
    seen = Seen({"repeated": len(again), "doubled": len(both)})
    seen.show("repeated", (row["url"] for row in again))
    return seen


def _signed(captured: Sequence[Row]) -> Seen:
    """Number of stories signed by only the author who signs the most."""
    alone = {row["url"]: row["authors"][0] for row in captured if len(row["authors"] or ()) == 1}
    author, number = most_common(alone.values())
    seen = Seen({"one_author": number})
    seen.show("one_author", (url for url, name in alone.items() if name == author))
    return seen


def _by_form(fetches: Sequence[Row]) -> Seen:
    """The pages whose lists go on if a form is sent, of a source without a feed or sitemap that lists its stories."""
    seen = Seen({})
    if not any(row["resource"] in ("feed", "sitemap") and row["outcome"] in ANSWERED for row in fetches):
        rows = (row for row in fetches if row["outcome"] == FetchOutcome.NO_STORY and row["detail"] == BY_FORM)
        seen.show(HealthCheck.LIST_BY_FORM, (channel["referrer"] for row in rows for channel in row["channels"] or ()))
    return seen


def with_headlines(fetches: Iterable[Row]) -> set[str]:
    """The pages that link to headlines: to MIN_HEADLINES pages at least by texts as long as headlines."""
    headlines: defaultdict[str, set[str]] = defaultdict(set)
    for row in fetches:
        for channel in row["channels"] or ():
            if channel["channel"] in LISTS_OF_PAGES and len(channel.get("anchor") or "") >= HEADLINE_CHARACTERS:
                headlines[channel["referrer"]].add(row["url_key"])
    return {page for page, linked in headlines.items() if len(linked) >= MIN_HEADLINES}


def _notices(documents: Sequence[Row], starting: Collection[str], lists: Collection[str]) -> Seen:
    found = {row["url"]: said for row in documents if (said := _notice(row, lists))}
    first = sorted(found[row["url"]] for row in documents if row["url"] in found and row["url_key"] in starting)
    seen = Seen({"notices": counted(found.values()), "start_notice": first[0] if first else None})
    for each in set(found.values()):
        seen.show(f"notice {each}", (url for url, said in found.items() if said == each))
    return seen


def _notice(row: Row, lists: Collection[str]) -> str | None:
    """The notice on a page, if any: in its text, or in what extraction left out of a page without a text.

    A page that lists stories is never a login wall, whatever its first words are, and one that links to headlines no page of
    consent: a banner is all the text that a front page may have.
    """
    left_out = (flag["text"] for flag in row["flags"] or () if flag["rule"].startswith(LEFT_OUT))
    said = notice(row["title"], row["text"] or "\n\n".join(left_out))
    if said == HealthCheck.CONSENT_WALL and row["url"] in lists:
        return None
    return None if said == HealthCheck.LOGIN_WALL and row["kind_basis"] in LISTS else said


def _lengths(captured: Sequence[Row], fetches: Iterable[Row]) -> Seen:
    """The lengths of the stories, the share of common text, and the number that end early."""
    words = [count_words(row["text"] or "") for row in captured]
    low, middle, high = (quantile(words, share) for share in (0.25, 0.5, 0.75))
    cut = {row["url_key"] for row in fetches if row["truncated"]}
    short = [
        row["url"]
        for row in captured
        if row["text"] and (row["paywall"] == "truncated" or row["url_key"] in cut or _stops(row))
    ]
    lengths = {"words_low": low, "words_median": middle, "words_high": high}
    seen = Seen({name: None if value is None else round(value) for name, value in lengths.items()})
    seen.figures |= {"shared_words": shared_words([row["text"] or "" for row in captured]), "cut_short": len(short)}
    seen.show("cut_short", short)
    seen.show("shortest", (row["url"] for row, size in zip(captured, words, strict=True) if size == min(words)))
    return seen


def _left_out(row: Row) -> set[str]:
    """The reasons for which extraction left out texts of a story."""
    rules = {flag["rule"] for flag in row["flags"] or ()}
    return {rule.removeprefix(LEFT_OUT) for rule in rules if rule.startswith(LEFT_OUT)}


def _stops(row: Row) -> bool:
    """True if a story ends where a button stands, and no part of it was joined."""
    rules = {flag["rule"] for flag in row["flags"] or ()}
    return BUTTON in rules and JOINED not in rules


def shared_words(texts: Sequence[str]) -> float | None:
    """Share of all words in sentences that half of the texts have, or that the same text had before.

    None for fewer than MIN_STORIES texts.
    """
    if len(texts) < MIN_STORIES:
        return None
    blocks = [[(fold(block), count_words(block)) for block in SENTENCE_END.split(text)] for text in texts]
    held = Counter(block for each in blocks for block, size in set(each) if size >= SHARED_WORDS)
    shared = {block for block, number in held.items() if number >= max(2, SHARED_BY * len(texts))}
    total = sum(size for each in blocks for _, size in each)
    return sum(_words_in(each, shared) for each in blocks) / total if total else None


def _words_in(blocks: Sequence[tuple[str, int]], shared: Collection[str]) -> int:
    """Words in the blocks of one text that are shared or repeated in it."""
    had: set[str] = set()
    words = 0
    for block, size in blocks:
        words += size if block in shared or (block in had and size >= SHARED_WORDS) else 0
        had.add(block)
    return words


def known_places(places: Iterable[Row]) -> Seen:
    """The share of stories whose body was in a place known from earlier nights, from rows of `schemas.PLACES`."""
    bodies = [row for row in places if row["role"] == "body" and row["right"]]
    total = sum(row["right"] for row in bodies)
    known = sum(row["right"] for row in bodies if row["right_so_far"] > row["right"])
    return Seen({"known_places": known / total if total else None})
