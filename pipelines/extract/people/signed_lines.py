"""Lines that sign a story in words or by where they stand, though no markup says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice

from lxml.etree import _Element, iterwalk

from pipelines.dates.read.labels import label_of
from pipelines.dates.read.reading import Dialect, read_text
from pipelines.dates.read.words import fold_text
from pipelines.extract.headline.headline import Offer, main_heading
from pipelines.extract.people.byline_parts import TOWN, bare, parts
from pipelines.extract.people.bylines import DATED, MAX_NAMES_CHARS, PROFILE, is_list, is_near, is_of_picture, is_shown
from pipelines.extract.people.side_by_side import names_in_boxes, with_commas, without_details
from pipelines.extract.people.signatures import is_east_asian, is_full_name, without_role
from pipelines.lexicon.agencies import agency
from pipelines.lexicon.by_words import BYLINE, may_say_by, says_by
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.wording import UNREAD, tidy, words, written
from pipelines.page.outline import INLINE
from pipelines.page.page import Page

MAX_BYLINES = 20
"""By-lines looked at on a page: more are a list."""
MAX_LINE_CHARS = 110
LINES = frozenset((
    "p", "div", "span", "strong", "b", "em", "i", "h2", "h3", "h4", "h5", "h6", "td", "li", "dd", "small", "address", "byline",
    "cite", "font", "time", "a",
))  # fmt: skip
LEADING = " \n\t\r·•|–—,-(["
"""What may stand before a by-word."""
SHARED_BOXES = 5
"""Boxes around each of two lines of one byline, of which they share one."""
DIGIT = re.compile(r"\d")
PROSE = 120
"""Characters from which on a paragraph is one of the story, not a line about it."""
WHERE = pattern(
    r"\s[-–—|]\s|\s<<people.at>>\s+(?:(?i:<<people.article|people.article_or_name>>)\s+)?(?=[^\W\d_a-zà-ÿ])"
)
"""What parts a name in a by-line from what comes after it: the paper, the town, who took the pictures."""
BEHIND_DATE = re.compile(r"(?P<date>[^|·•\d]*\d[^|·•]*+(?:[|·•][^|·•\d]*\d[^|·•]*+)?)[|·•]\s*(?P<line>[^|·•\d]{4,80})$")
"""A byline behind a date and perhaps a clock in a line with bars: `4 November 2025 | 18:00 | By Jane Doe`."""
PUBLISHED_BY = pattern(
    r"(?P<date>[^|·•\d]{0,30}\d[^|·•]{0,40}?)[\s|·•,–—-]+(?P<line>(?i:<<people.by>>)\s[^|·•\d]{4,80})$"
)
"""A byline right behind a date and its label: `Published on 3 November 2025 by Jane Doe`."""
CLOCK = pattern(r"[\W\d]*(?:<<people.clock>>[\W\d]*){0,2}", re.IGNORECASE)
MAX_PARTS = 8
"""Elements of such a line."""
BESIDE = 12
"""Characters beside such a date: a weekday, `Updated`."""
RIGHT = re.compile(r"text-align:\s*(?:right|end)|(?:^|[\s_-])(?:text-|align-?)?right(?=$|[\s_-])", re.IGNORECASE)
JOB = pattern(r"\b<<people.job|people.job_too>>s?$", re.IGNORECASE)
OFFICE = pattern(r"\s(?=[^\W\d_a-z])(?i:(?:<<people.job_rank>>\s)?<<people.job|people.job_too>>)$")
"""A job at the end of a signature: `Jane Doe`, `Contributing Writer`."""
LIST = pattern(r"\s*[/,;&]\s*|\s+<<people.and|people.and_names>>\s+")


def under_headline(page: Page) -> Iterator[str]:
    """Lines between the headline and the story's second paragraph that begin with `By`: what readers are told."""
    heading = _heading(page)
    if heading is None:
        return
    prose, looked = 0, 0
    first: _Element | None = None
    start = next((place for place, event in enumerate(page.events) if event[1] is heading), len(page.events))
    for opens, element, tag, _, text in islice(page.events, start, None):
        if not opens or not (tag in LINES or tag == "h1"):
            continue
        prose += tag == "p" and len(tidy(written(element))) >= PROSE
        if prose == 2:
            return
        line = by_line(element) if _may_begin(element, tag, text) else None
        looked += line is not None
        if line and _is_own(page, element) and (first is None or is_near(first, element, SHARED_BOXES)):
            first = element if first is None and signers(line) else first
            yield line
        if looked == MAX_BYLINES:
            return


def anywhere(page: Page) -> Iterator[str]:
    """The first line of the page that begins with `By`, or says so behind its date, and names somebody; none if the headline's
    own by-line does not.
    """
    if next(under_headline(page), None) is not None:
        return
    found = ((element, line) for element, line in _lines(page) if signers(line))
    yield from islice((line for element, line in islice(found, MAX_BYLINES) if _is_own(page, element)), 1)


def _lines(page: Page) -> Iterator[tuple[_Element, str]]:
    """The lines of the page that begin with a by-word, or have one behind their date."""
    tails = ((element, tail) for opens, element, _, _, tail in page.events if not (opens or not tail or tail.isspace()))
    split = {element.getparent() for element, tail in tails if _may_sign(tail)}
    for opens, element, tag, _, text in page.events:
        if not opens or tag not in LINES:
            continue
        line = by_line(element) if _may_begin(element, tag, text) else None
        if not line and (element in split or (text and len(text) <= MAX_LINE_CHARS and DIGIT.search(text))):
            line = behind_date(page, element)
        if line:
            yield element, line


def _may_begin(element: _Element, tag: str, text: str | None) -> bool:
    """True if the text of an element, or that behind a time, may begin with a by-word: a quick look before `by_line`."""
    if tag == "time":
        text = element.tail
    elif not text or text.isspace():
        text = _beginning(element, text)
    return text is not None and not text.isspace() and may_say_by(text.lstrip(LEADING))


def _beginning(element: _Element, text: str | None) -> str | None:
    """The first text of an element, or what names the portrait that it begins with: `<img alt="Jane Doe">By Jane Doe`."""
    if text and not text.isspace():
        return text
    first = element[0] if len(element) else None
    if first is None or first.tag not in ("a", "img") or not may_say_by((first.tail or "").lstrip(LEADING)):
        return text
    shown = next((image.get("alt") or "" for image in first.iter("img")), "")
    return first.tail if shown and shown in (first.tail or "")[:MAX_LINE_CHARS] else text


def _is_own(page: Page, element: _Element) -> bool:
    return not page.surroundings.is_of_others(element) and is_shown(element) and not is_of_picture(element)


def by_line(element: _Element) -> str | None:
    """The line that an element is, or begins, if it says by whom; of an element with the word alone, its parent's; of a
    time the words after it: `<time>3 November</time> by <a>Jane Doe</a>`.
    """
    text = ((element.tail if element.tag == "time" else _beginning(element, element.text)) or "").lstrip(LEADING)
    said = BYLINE.match(text)
    if said is None or (element.tag == "a" and not _signs(element)):
        return None
    boxed = names_in_boxes(element) if said.end() == len(text) else []
    if boxed:  # `By <span>Jane Doe <i>Reporter</i></span> <span>John Roe …`
        return f"By {', '.join(boxed)}"
    if element.tag == "time":
        line = after(element)
    else:
        line = DATED.split(_line_of(element, bare=said.end() == len(text) and len(element) == 0))[0]
    around = element if len(element) else element.getparent()
    line = line if around is None else with_commas(without_details(line, around), around)
    line = line.lstrip("([")
    if not says_by(line) or not BYLINE.sub("", line):
        return None
    return line if len(line) <= MAX_LINE_CHARS or is_list(line) else None


def _signs(link: _Element) -> bool:
    """True if a link leads to a person's page or mailbox and begins a short line: `<p><a href="/author/jane">By Jane Doe</a>`."""
    address = link.get("href") or ""
    if not (PROFILE.search(address) or (address.startswith("mailto:") and "@" in address)):
        return False
    line = next((box for box in link.iterancestors() if box.tag not in INLINE), None)
    texts = [] if line is None else [*islice(map(str, line.itertext()), MAX_BYLINES)]
    said = tidy(" ".join(texts)).lstrip(" ·•|–—,-([")
    return len(said) <= MAX_LINE_CHARS and said.startswith(tidy(" ".join(map(str, link.itertext()))))


def behind_date(page: Page, element: _Element) -> str | None:
    """The byline at the end of a short line, if all before it is the day: not `Anora (2024) | By Sean Baker`.

    Without a bar, the day must be labelled as that of publication, and the line stand by the headline: publishers of books and
    editors of pages stand behind days as well.
    """
    if element.tag == "time" or len(element.text or "") > MAX_LINE_CHARS or len(element) > MAX_PARTS:
        return None
    if len(element) and not any(_may_sign(child.tail) for child in element):
        return None
    text = without_details(first_line(element), element) if len(element) else element.text or ""
    for shape in (BEHIND_DATE, PUBLISHED_BY) if len(text) <= MAX_LINE_CHARS else ():
        found = shape.match(text.strip())
        if found is None or not says_by(found["line"]) or not _is_day(found["date"], bars=shape is BEHIND_DATE):
            continue
        if shape is BEHIND_DATE or page.surroundings.is_by_headline(element):
            return found["line"].strip()
    return None


def _may_sign(tail: str | None) -> bool:
    """True if the text behind a part of a line begins with a by-word: `<span>3 November 2025</span> | by <a>Jane Doe</a>`."""
    return tail is not None and says_by(tail.lstrip(LEADING))


def _is_day(text: str, *, bars: bool) -> bool:
    """True if a text is a day and next to nothing else; before a by-word without bars, only a label of its posting."""
    dates = read_text(text, Dialect())
    if bars or not dates:
        date_chars = sum(date.end - date.start for date in dates)
        return bool(dates) and len(text.strip()) - date_chars <= BESIDE
    before, after = text[: dates[0].start], text[dates[-1].end :]
    return label_of(fold_text(before)) == "published" and CLOCK.fullmatch(after) is not None


def _line_of(element: _Element, *, bare: bool) -> str:
    """Text of the byline that `element` starts. If it holds only the by-word (`bare`: 'By'), continue with its parent or tail."""
    around = element.getparent()
    if not bare or around is None:
        return first_line(element)
    line = first_line(around)
    if says_by(line) and (boxed := _names_behind(element)) and (len(boxed) > 1 or len(line) > MAX_LINE_CHARS):
        return f"{element.text} {', '.join(boxed)}"
    return line if says_by(line) else tidy(f"{element.text} {(element.tail or '')[:MAX_LINE_CHARS]}")


def _names_behind(word: _Element) -> list[str]:
    """The names that begin the boxes alike right behind a by-word's: `<i>By</i><div>Jane Doe <i>Reporter</i></div><div>…`."""
    names: list[str] = []
    first = word.getnext()
    if first is None or first.tag in INLINE or tidy(word.tail or ""):
        return names
    for box in islice(chain((first,), first.itersiblings()), MAX_BYLINES):
        name = next(filter(None, map(tidy, map(str, islice(box.itertext(), MAX_BYLINES)))), "")
        if (box.tag, box.get("class")) != (first.tag, first.get("class")) or not is_full_name(name, signed=True):
            break
        names.append(name)
    return names


def after(element: _Element) -> str:
    """The text that follows an element in its box, up to what dates something else; a long one is cut."""
    texts = [element.tail or ""]
    for part in islice(element.itersiblings(), MAX_BYLINES):
        texts += [written(part) if isinstance(part.tag, str) else "", part.tail or ""]
    return DATED.split(tidy(" ".join(texts)).lstrip(" ·•|–—,-")[: 2 * MAX_LINE_CHARS])[0]


def first_line(element: _Element) -> str:
    """The text of an element up to the first line break or paragraph after somebody is named, without soft hyphens, cut if long.

    An agency in the next line is part of it.
    """
    line, ended = "", False
    walker = iterwalk(element, events=("start", "end"))
    for event, part in walker:
        if event == "start" and (part.tag == "br" or _is_prose(part)) and BYLINE.sub("", line):
            ended = True
        if part.tag in UNREAD and event == "start":
            walker.skip_subtree()
            continue
        said = part.text if event == "start" else part.tail
        if said and not (part is element and event == "end"):
            if ended and said.strip():
                return f"{line}, {tidy(said)}" if agency(tidy(said[:MAX_LINE_CHARS])) else line
            line = tidy(f"{line} {said}").replace("\xad", "")
            if len(line) > MAX_NAMES_CHARS:
                return line
    return line


def _is_prose(part: _Element) -> bool:
    return part.tag == "p" and len(tidy(written(part))) >= PROSE


def signers(line: str) -> list[str]:
    """Parse leading full names from a byline; stop at the first token that is not part of a name.

    >>> signers("By Jane Doe and John Roe, Associated Press"), signers("Von Mob mit Macheten ermordet")
    (['Jane Doe', 'John Roe'], [])
    """
    people: list[str] = []
    for part in parts(BYLINE.sub("", line, count=1)):
        name = without_role(WHERE.split(bare(part), maxsplit=1)[0].strip(" .,:;-–—|*)]"))
        if people and JOB.search(name):  # `Jane Doe, political editor, and John Roe`
            continue
        if not (is_full_name(name, signed=True) or is_east_asian(name)) or agency(name) or TOWN.fullmatch(name):
            break
        people.append(name)
    return people


def alone(page: Page) -> Iterator[str]:
    """Lines before a story's first paragraph, or its last, that are nothing but names and are set apart: bold, on the right."""
    seen: set[_Element] = set()
    for paragraph in page.tree.iter("p"):
        box = paragraph.getparent()
        if box is None or box in seen:
            continue
        seen.add(box)
        lines = [(child, text) for child in box.iterchildren("p") if (text := tidy(written(child)))]
        if sum(len(text) >= PROSE for _, text in lines) < 3:
            continue
        body = " ".join(text for _, text in lines)
        first = next(at for at, (_, text) in enumerate(lines) if len(text) >= PROSE)
        for element, text in (*lines[:first], lines[-1]):
            names = LIST.split(OFFICE.sub("", text.strip(" –—-()[]")))
            ends = element is lines[-1][0] and text.startswith(("—", "– ", "-- "))
            if (ends or _is_set_apart(element, text, body)) and all(map(is_full_name, names)):
                yield from names
        return


def _is_set_apart(element: _Element, text: str, body: str) -> bool:
    """True if a short line without links stands on the right, or is marked as a whole and is no heading: its words stand
    nowhere in small letters.
    """
    if len(text) > 80 or text.isupper() or next(element.iter("a"), None) is not None:
        return False
    if RIGHT.search(" ".join(filter(None, (element.get("style"), element.get("class"), element.get("align"))))):
        return True
    marked = any(tidy(written(mark)) == text for mark in element.iter("strong", "b", "em", "i"))
    return marked and not set(words(text)) & set(body.split())


def _heading(page: Page) -> _Element | None:
    """The page's headline if that is its one `<h1>`, else the `<h1>` that is most like the titles it declares."""
    headline = page.surroundings.headline
    headings = [box.element for box in page.outline.boxes if box.tag == "h1"]
    if headings == [headline]:
        return headline
    texts = {tidy(written(element)): element for element in reversed(list(islice(headings, MAX_BYLINES)))}
    declared = [Offer("og", content) for name, content in page.meta if name == "og:title" and content]
    if page.title:
        declared.append(Offer("title", page.title))
    shown = main_heading([text for text in reversed(texts) if text], declared)
    return texts[shown] if shown else None
