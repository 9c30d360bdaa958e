"""Names that end where their elements do: `<a>Jane Doe</a> <a>John Roe</a>` are two people, not one with four names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from lxml.etree import _Element

from pipelines.extract.people.byline_parts import OF_PICTURES
from pipelines.extract.people.signatures import is_east_asian, is_full_name, without_role
from pipelines.lexicon.by_words import LABEL, PREFIX, says_by
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.wording import tidy, written
from pipelines.page.outline import INLINE

DETAIL = re.compile(
    r"(?:^|[\s_-])(?:(?:author|byline|writer|contributor)s?[-_]{0,2}(?:title|role|job|position)|job(?:[-_]{0,2}[Tt]itle)?|role|position(?!-(?:relative|absolute|static|fixed|sticky))"
    r"|occupation|designation|(?:sr|screen-?reader)-(?:only|text)|visually-?hidden|snippet-hidden)(?=$|[\s_-])"
    r"|(?<!\S)(?:[a-z]{1,4}-)?hidden-(?!xs|sm|md|lg|xl|mobile|phone|tablet|desktop|print)[a-z-]+"
)
MAX_ELEMENTS = 150
"""Elements of a byline that are looked at."""
MAX_BOXES = 60
SEPARATES = pattern(r"[,;&|/·•]*\s?<<people.and|people.and_names>>?")
MAX_NAME_CHARS = 60
BESIDE_JOB = r"(?:<<people.job_rank>>\s)?"
OF_PHOTOGRAPHER = pattern(
    rf"^\(?{BESIDE_JOB}(?:{OF_PICTURES}|<<people.photographer|people.picture_credit>>)\)?$", re.IGNORECASE
)
"""What stands behind the name of somebody who did not write: `(foto)`, `Photographer`."""
TAKES_PICTURES = pattern(rf"^\(?{BESIDE_JOB}<<people.photographer>>\)?$", re.IGNORECASE)
"""A job behind a name; a bare word for pictures (`Foto`) may stand before the next."""

PAPER = pattern(
    r"\s*,\s(?P<paper>[^\W\d_a-z][^,;|:.\d]{1,40}?)"
    r"(?:,\s(?:<<people.and|people.and_names>>\s)?|,?\s<<people.and|people.and_names>>\s)"
)
"""A paper between two people who are marked alike."""
NO_PAPER = pattern(rf"\b(?:{OF_PICTURES}|<<people.with|people.by|people.at>>)\b", re.IGNORECASE)


def with_commas(text: str, element: _Element) -> str:
    """The tidy text of an element with a comma between names of it in elements alike, and behind one that is a link or a box
    and signs; without initials in a box before their name.

    `By <a>Jane Doe</a> Harbour Reporter` becomes `By Jane Doe, Harbour Reporter`.
    """
    text = _without_initials(text, element)
    names = [part for part in islice(element.iterdescendants(), MAX_ELEMENTS) if len(part) == 0 and _holds_name(part)]
    for first, second in pairwise(names):
        if (first.tag, first.get("class")) == (second.tag, second.get("class")) or _same_class(first, second):
            said, then = tidy(first.text or ""), tidy(second.text or "")
            text = text.replace(f"{said} {then}", f"{said}, {then}", 1)
            text = _without_paper(text, said, then)
    for name in (tidy(part.text or "") for part in names if part.tag == "a" or part.tag not in INLINE):
        before, found, after = text.partition(f"{name} ")
        signs = found and after[:1].isupper() and (not before or says_by(before))
        text = f"{before}{name}, {after}" if signs else text
    return text


def _without_paper(text: str, said: str, then: str) -> str:
    """A line with one comma between two names, if a paper stands there: `Jane Doe, The Echo, and John Roe`."""
    start, end = text.find(said) + len(said), text.find(then)
    between = PAPER.fullmatch(text, start, end) if len(said) <= start < end else None
    if between is None or NO_PAPER.search(between["paper"]):
        return text
    return f"{text[:start]}, {text[end:]}"


def _without_initials(text: str, element: _Element) -> str:
    """A line without the letters that stand for a portrait: `<i>JD</i> <b>Jane Doe</b>`."""
    for letters, name in pairwise(islice(_texts(element), MAX_BOXES)):
        if 2 <= len(letters) <= 3 and letters == "".join(word[0] for word in name.split()):
            text = text.replace(f"{letters} {name}", name)
    return text


def without_details(text: str, element: _Element) -> str:
    """A byline without what boxes of it are called: a job, or what is only read aloud, as the name once more.

    `<b>Jane Doe</b> <i class="job-title">Editor and Master Gardener</i>` becomes `Jane Doe`. By-words stay, and a name that is
    the only one: `<i class="author-title">Jane Doe</i>`.
    """
    boxes = (part for part in islice(element.iterdescendants(), MAX_ELEMENTS) if DETAIL.search(part.get("class") or ""))
    details = [said for said in (tidy(written(part)) for part in boxes) if said and not _is_by_word(said)]
    if not details:
        return text
    named = any(is_full_name(PREFIX.sub("", said), signed=True) for said in _texts(element) if said not in details)
    for said in details if named else (one for one in details if not is_full_name(one, signed=True)):
        text = f" {text} ".replace(f" {said} ", " ; ", 1).strip(" ;") or text
    return text


def _is_by_word(said: str) -> bool:
    """True for a text that is read aloud and begins a byline: `<span class="sr-only">Posted by</span>`."""
    return says_by(said) or LABEL.fullmatch(said.rstrip(" :")) is not None


def names_in_boxes(element: _Element) -> list[str]:
    """The names that begin boxes alike, one each: author, job and picture in a box, beside the box of the next author.

    Empty where the element is anything but at least two such boxes.
    """
    boxes = [child for child in islice(element, MAX_BOXES + 1) if isinstance(child.tag, str)]
    if len(boxes) == 1 and len(boxes[0]) > 1 and not tidy(f"{element.text or ''} {boxes[0].tail or ''}"):
        return names_in_boxes(boxes[0])
    if not 2 <= len(boxes) <= MAX_BOXES or len({(box.tag, box.get("class")) for box in boxes}) > 1:
        return []
    between = [tidy(box.tail or "") for box in boxes[:-1]]
    if not all(SEPARATES.fullmatch(text) or OF_PHOTOGRAPHER.match(text) for text in between):
        return []
    names = [without_role(next(_texts(box), "")) for box in boxes]
    if not all(is_full_name(name, signed=True) or is_east_asian(name) for name in names):
        return []
    return [name for name, box in zip(names, boxes, strict=True) if not _took_pictures(box)]


def is_photographer(element: _Element) -> bool:
    """True if a short element names one person, and the next text in it or behind it is a job of pictures: `Fotograf`; the one
    before it, where a row begins with a job: `Journalist`, `Jane Doe`, `Fotograf`, `Max Roe`.
    """
    texts = [*islice(_texts(element), 3)]
    if not texts or not is_full_name(texts[0], signed=True):
        return False
    if len(texts) > 1:
        return TAKES_PICTURES.match(texts[1]) is not None
    around = element.getparent()
    first = "" if around is None else next(_texts(around), "")
    if not (is_full_name(first, signed=True) or _is_by_word(first)):
        return TAKES_PICTURES.match(_text_of(element.getprevious())) is not None
    job = element.getnext()
    if job is None or TAKES_PICTURES.match(_text_of(job)) is None:
        return False
    following = job.getnext()
    return following is None or following.getnext() is not None or not is_full_name(_text_of(following), signed=True)


def _text_of(box: _Element | None) -> str:
    """The first text of an element."""
    return "" if box is None or not isinstance(box.tag, str) else next(_texts(box), "")


def _took_pictures(box: _Element) -> bool:
    """True if a text behind the name in a box, or right behind the box, says that the person took the pictures."""
    beside = (*islice(_texts(box), 1, None), tidy(box.tail or ""))
    return any(OF_PHOTOGRAPHER.match(text) for text in beside)


def _texts(box: _Element) -> Iterator[str]:
    return (text for text in map(tidy, islice(map(str, box.itertext()), MAX_ELEMENTS)) if text)


def _holds_name(part: _Element) -> bool:
    text = part.text or ""
    return len(text) < 2 * MAX_NAME_CHARS and is_full_name(tidy(text), signed=True)


def _same_class(first: _Element, second: _Element) -> bool:
    return bool(first.get("class")) and first.get("class") == second.get("class")
