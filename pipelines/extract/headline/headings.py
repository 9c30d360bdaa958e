"""The headings of a page that can be its story's headline."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Set
from itertools import chain, islice, pairwise

from lxml.etree import _Element

from pipelines.extract.headline.site_names import archived, ends_of, is_site, leads_to_front, separators
from pipelines.lexicon.wording import UNREAD, fold, tidy, words, written
from pipelines.page.page import Page
from pipelines.page.roles import names
from pipelines.page.surroundings import ELSEWHERE, is_linked, role_of
from pipelines.page.teasers import leads_away

KICKER = re.compile(
    r"kicker|eyebrow|overline|topline|dachzeile|roofline|pretitle|pre-title|supertitle|label|category|rubric|badge|flag|tag",
    re.IGNORECASE,
)
KICKER_WORD = re.compile(rf"(?:^|[\s_-])(?:{KICKER.pattern})(?=$|[\s_-])", re.IGNORECASE)
"""The same as a word of its own: `tag`, not `vintage`."""
SUBTITLE = re.compile(
    r"(?:^|[\s_-])(?:sub-?(?:title|head(?:line|ing)?)|deck|dek|standfirst)(?=$|[\s_-])", re.IGNORECASE
)
LABELS = ("time", "small", "button")
BLOCKS = (*LABELS, "div", "p", "ul", "form", "table", "nav")
MAX_HEADINGS = 60
"""First-level headings looked at."""
MAX_HEADING_CHARS = 200
"""Characters of a heading; what is longer is a paragraph in a heading's markup."""
MIN_WORDS, MIN_LETTERS = 4, 20
"""Words (characters, of scripts without spaces) of a line that is a headline though the title says more besides."""
COMMENTS = re.compile("comment|respond|disqus", re.IGNORECASE)
"""Names and fragments of links to a story's comments."""
LOOSE = re.compile(r"\s[,.:;!?]")
INITIAL = re.compile(r"\w(?=\W|$)|\d")
"""What may follow a point that is set apart without a space: `U.S.`, `5.5`."""
SENTENCES = re.compile(r"[.!?]\s+\S.*[.!?](?:\s|$)")


def headings(page: Page, declared: Collection[str]) -> list[str]:
    """Texts of `<h1>`; on a page without any, of the lower heading or line that is the beginning or the end of a
    declared title: `<h3>Mill burns down</h3>`, titled `The Courier: Mill burns down`.
    """
    hidden = page.outline.hidden
    folds = set(map(fold, declared))
    elements = list(islice(page.tree.iter("h1"), MAX_HEADINGS))
    elements = [h for h in elements if not any(box in hidden for box in (h, *h.iterancestors()))] or elements
    first = [text for element in elements if not is_masthead(element) for text in h1_texts(element, hidden, folds)]
    if first:
        return first
    shown = page.surroundings.headline
    lower = (*page.tree.iter("h2", "h3", "h4"), *(() if shown is None else (shown,)))
    texts = [(one, text) for one in lower if not is_masthead(one) and (text := tidy(written(one, hidden)))]
    most = (text for _, text in texts if _is_most_of(text, folds))
    stories = {fold(story) for title in declared for story in _longest_first(title)}
    wholes = (text for one, text in texts if _is_whole(text, stories) and not is_linked(one))
    return list(islice(chain(most, wholes), 1))


def _longest_first(title: str) -> Iterator[str]:
    """What stands before a separator of a title, if no part behind it is as long: those are sections, not the headline.

    >>> list(_longest_first("Mill burns down at last - News - Local news")), list(_longest_first("The Voice | Mill burns"))
    (['Mill burns down at last - News', 'Mill burns down at last'], [])
    """
    cuts = separators(title[:MAX_HEADING_CHARS])
    ends = [*(cut.start() for cut in cuts[1:]), len(title)]
    longest = 0
    for cut, end in zip(reversed(cuts), reversed(ends), strict=False):
        longest = max(longest, len(fold(title[cut.end() : end])))
        if len(fold(title[: cut.start()])) > longest:
            yield title[: cut.start()]


def _is_whole(text: str, stories: Set[str]) -> bool:
    """True if a line of some words is all that stands before the first separator of a title."""
    return fold(text) in stories and len(words(text)) >= MIN_WORDS


def _is_most_of(text: str, declared: Collection[str]) -> bool:
    said = fold(text)
    return any(2 * len(said) > len(whole) and (whole.startswith(said) or whole.endswith(said)) for whole in declared)


def mastheads(page: Page) -> set[str]:
    """Folds of the first-level headings that are the site's name: links to its front page, or the end of every page's title."""
    firsts = list(islice(page.tree.iter("h1"), MAX_HEADINGS))
    return {
        fold(written(one)) for one in firsts if is_masthead(one) or _ends_title(one, page) or _begins_title(one, page)
    } - {""}


def _ends_title(heading: _Element, page: Page) -> bool:
    """True if the title is the text of a later heading in another box, and behind it that of `heading`.

    `The Courier` in `Mill burns down — The Courier`; in one box, or around a colon, they are kicker and headline.
    """
    said, title = fold(written(heading)), tidy(page.title or "")
    cut = (story for end, story in ends_of(title) if fold(end) == said)
    stories = {fold(story) for story in cut if not title[len(story) :].lstrip().startswith(":")}
    later = heading.xpath("following::h2|following::h3")[:MAX_HEADINGS] if stories else ()
    others = (one for one in later if not is_linked(one) and heading.getparent() not in one.iterancestors())
    return any(fold(written(one, _permalinks(one))) in stories for one in others)


def _begins_title(heading: _Element, page: Page) -> bool:
    """True if `heading` is a link that begins the title, and a later one its story: `Echo » Blog Archive » Mill burns`."""
    said = fold(written(heading)) if is_linked(heading) else ""
    stories = {fold(story) for name, story in archived(tidy(page.title)) if fold(name) == said} if said else set()
    later = heading.xpath("following::h2|following::h3")[:MAX_HEADINGS] if stories else ()
    return any(fold(written(one, _permalinks(one))) in stories for one in later)


def is_masthead(heading: _Element) -> bool:
    """True if a heading is a link to the site's front page: its name, not the story's.

    `<h1><a href="/">The Courier</a></h1>` is one; `<h1><a href="/?p=24">Mill burns down</a></h1>` is a story's headline.
    """
    around = heading.getparent()
    links = (a for a in (around, *islice(heading.iter("a"), MAX_HEADINGS)) if a is not None and a.tag == "a")
    front = [link for link in links if leads_to_front(link.get("href") or "")]
    said = fold(written(heading)) if front else ""
    return any(said in fold(written(link)) for link in front)


def h1_texts(element: _Element, hidden: Set[_Element], declared: Collection[str] = ()) -> list[str]:
    """The text of a first-level heading: without its kicker if it names one, else also each of its parts.

    What only stands in the heading, a date, small print, a button, a short block at its end, is left out at first; what is
    `hidden`, and small print on a line of its own, altogether. `declared` holds folds of titles, one of which a part may be.
    """
    hidden = {*hidden, *_permalinks(element)}
    hidden |= _decks(element, hidden, declared)
    whole = _line(element, hidden)
    bare = _line(element, {*hidden, *islice(element.iterdescendants(*LABELS), MAX_HEADINGS)})
    if bare and bare != whole:
        return [bare, whole]
    blocks = {*hidden, *islice(element.iterdescendants(*BLOCKS), MAX_HEADINGS)}
    bare = _line(element, blocks)
    if bare != whole and whole.startswith(bare) and 2 * len(bare) > len(whole):
        return [*_without_kicker(element, bare, blocks, declared), whole]
    return _without_kicker(element, whole, hidden, declared)


def _without_kicker(element: _Element, whole: str, hidden: Set[_Element], declared: Collection[str]) -> list[str]:
    """The line that a heading is, without its kicker if it names one, else also each of its parts."""
    seen = (child for child in element if isinstance(child.tag, str) and child.tag != "wbr" and child not in hidden)
    parts = [(child, tidy(written(child, hidden))) for child in seen]
    for child, text in parts:
        called = child.get("class") or ""
        if text and KICKER.search(called) and len(text) < 0.6 * len(whole):
            if whole.startswith(text):
                return [whole[len(text) :].lstrip(" :|–—-·•"), whole]
            if whole.endswith(text) and KICKER_WORD.search(called):
                return [whole[: -len(text)].rstrip(" |–—-·•"), whole]
    long = [text for child, text in parts if len(text) > 0.5 * len(whole) and text != whole and child.tag not in UNREAD]
    tails = (tidy(child.tail or "") for child, _ in parts)
    return [whole, *long, *(tail for tail in tails if fold(tail) in declared and fold(whole) not in declared)]


def _line(heading: _Element, hidden: Set[_Element]) -> str:
    """The heading in one line, its marks at the words that they follow: `<a>Saltmere</a>: mill burns down`."""
    line = tidy(written(heading, hidden))
    for before, after in pairwise(islice(heading.itertext(), MAX_HEADINGS)) if LOOSE.search(line) else ():
        is_mark = LOOSE.match(f" {after}") or (before == "." and INITIAL.match(after))
        if is_mark and before[-1:].strip():
            line = line.replace(f"{before.split()[-1]} {after[0]}", f"{before.split()[-1]}{after[0]}", 1)
    return line


def _decks(heading: _Element, hidden: Set[_Element], declared: Collection[str]) -> set[_Element]:
    """The first small print of a heading, if behind a line break, and what follows: `Mill burns<br><small>No one hurt</small>`.

    A word or two before it is a kicker, and no title declares both. Or the last element, if it is called a subtitle and a title
    is just what stands before it.
    """
    last = heading[-1] if len(heading) else None
    if last is not None and SUBTITLE.search(last.get("class") or ""):
        return {last} if fold(written(heading, {*hidden, last})) in declared else set()
    small = next(heading.iterchildren("small"), None)
    before = None if small is None else small.getprevious()
    if small is None or before is None or before.tag != "br" or (before.tail or "").strip():
        return set()
    deck = {small, *small.itersiblings()}
    whole = fold(written(heading, hidden))
    is_declared = any(title.startswith(whole) for title in declared)
    return set() if is_declared or len(words(written(heading, {*hidden, *deck}))) < MIN_WORDS else deck


def _permalinks(heading: _Element) -> list[_Element]:
    """Links of a heading to places in a page that are no words of it: `<a href="#mill-burns">¶</a>`, and at its end the number
    of comments, `<a href="/s/1#comments">14</a>`; not of `Apollo <a href="/apollo#11">11</a>`.
    """
    links = [a for a in islice(heading.iter("a"), MAX_HEADINGS) if "#" in (a.get("href") or "")]
    said = [fold(written(a)) for a in links]
    return [a for a, text in zip(links, said, strict=True) if not text or (text.isdigit() and _counts(heading, a))]


def _counts(heading: _Element, link: _Element) -> bool:
    """True if a link leads to comments, and is the last that a heading says, and not all."""
    called = f"{names(link)} {(link.get('href') or '').rpartition('#')[2]}"
    return COMMENTS.search(called) is not None and _ends(heading, link)


def _ends(heading: _Element, link: _Element) -> bool:
    """True if a link is the last that a heading says, and not all."""
    said = tidy(written(heading))
    return said.endswith(f" {tidy(written(link))}") and link.getnext() is None and not (link.tail or "").strip()


def only_heading(page: Page, headings: list[str], sites: set[str], declared: Collection[str]) -> str | None:
    """The page's one first-level heading that is no link, if it is a sentence's length, not the site's name, and stands before
    the story: where only search engines are told another title, this is what readers see.

    None if a lower heading above the story says just what one of `declared` (folds) does.
    """
    firsts = [(fold(tidy(written(one))), one) for one in islice(page.tree.iter("h1"), MAX_HEADINGS)]
    linked = {said for said, one in firsts if is_linked(one)} - {said for said, one in firsts if not is_linked(one)}
    linked -= {said for said, one in firsts if not _is_elsewhere(one, page)}
    own = [text for text in headings if fold(text) not in linked]
    if len({fold(text) for text in own}) != 1 or not _is_sentence(own[0]) or is_site(own[0], sites):
        return None
    heading, shown, before = fold(own[0]), None, 0
    for element in page.tree.iter("h1", "h2", "h3", "p"):
        text = tidy(written(element))
        if element.tag == "p":
            before += len(text) > 80
            if before > (shown is None):
                break
        elif element.tag == "h1":
            shown = shown or (own[0] if fold(text) == heading else None)
        elif _is_sentence(text) and fold(text) in declared and not _is_elsewhere(element, page):
            return None
    return shown


def _is_sentence(text: str) -> bool:
    return len(text) >= MIN_LETTERS and len(words(text)) >= MIN_WORDS


def _is_elsewhere(heading: _Element, page: Page) -> bool:
    """True if a heading stands where no story has its own, in a list, or leads to another page."""
    around = (heading, *heading.iterancestors())
    return any(box.tag == "li" or role_of(box) in ELSEWHERE for box in around) or any(
        leads_away(link.get("href") or "", page.url)
        for link in (*around, *islice(heading.iter("a"), MAX_HEADINGS))
        if link.tag == "a"
    )


def is_headline(text: str) -> bool:
    """True if a heading can be a headline: not a paragraph, nor several sentences."""
    return len(text) <= MAX_HEADING_CHARS and not (len(text) > 120 and SENTENCES.search(text))
