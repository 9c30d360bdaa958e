"""The edges of a story: lines with its date over or under it, comments behind it, a label that leads to nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from pipelines.dates.read.reading import Dialect, read_text
from pipelines.extract.story.asides import make
from pipelines.lexicon.related_words import HEADING
from pipelines.lexicon.wording import tidy, written
from pipelines.page.mass import HEADINGS, SENTENCE_END, is_prose
from pipelines.page.outline import Piece
from pipelines.page.roles import is_dated

FIRST, LAST = 6, 3
"""Lines at the beginning and at the end of a story that may only tell its date."""
LONGEST_DATED, BESIDE = 90, 30
"""Characters of such a line, and of what may stand beside the date: a weekday, a paper's name."""
LONGEST_CHANGED = 250
"""Characters of a line behind a story that is named for its date: `Written on 3 November 2025 by Jane Doe`."""
MOST_DATES = 2
"""Lines of a story that only tell a date; more of them are the days of a chronicle."""
SAYS_WHEN = re.compile(
    r"^\W*(?:\w+ )?{verbs}|\b(?:this|dieser|cet|este) (?:entry|post|article|page|story|beitrag|artikel|artículo)\b"
    r".{{0,40}}\b{verbs}".format(
        verbs=r"(?:posted|written|published|filed|edited|updated|created|modified|changed|veröffentlicht|aktualisiert|geändert"
        r"|erschienen|erstellt|publié|modifié|publicado|actualizado)\b"
    ),
    re.IGNORECASE,
)
"""How a sentence tells when a story was written: `This entry was posted on Saturday`."""
FULL_STOP = re.compile(r"[.!?…。！？]\W{0,3}$")
LEFT_IN = re.compile(r"[—–@]|\d{1,3}[.)]\s\D")
"""How a line begins that signs what is quoted above it (`— Port, 3 November 2025`), or that is a note (`1. Echo 3/9/1964`)."""
LONGEST_LABEL = 22
DIGIT = re.compile(r"\d")
LONGEST_SIGNED = 40
SIGNED = re.compile(
    r"[【(（]?(?:文\s?[/／圖图][^。，！？]{2,24}|[^。，！？]{0,14}[/／].{0,14}[報报][導道]"
    r"|(?:[^。，！？]{0,10}[報报网網社台刊][讯訊]?\s?)?[记記]者\s?[^。，！？]{2,12})[】)）]?$"
)
PARTS = re.compile(r"\s*[|·•∙]\s*")
LEAST_PARTS, LONGEST_FILED, LINKED = 3, 160, 0.33
"""Parts and characters of a line that says where a story is filed, and the share of it that links to sections and people."""
LEAST_STORY = 300
"""Characters of prose before a heading over comments."""
LONGEST_HEADING, LONGEST_RELATED = 160, 40
RELATED = re.compile(
    r"\W*(?!(?:more|mehr|meer|más|saiba|in this story|zum thema|по теме)\b|関連(?!記事|ニュース)"
    r"|(?:相关|相關)(?!新[闻聞]|[阅閱]读|[报報]道|文章))"
    rf"(?:{HEADING.pattern})"
    r"(?: (?:articles?|stories|posts|news|content|reading|links|topics|videos|for you|from us)"
    r"|(?:文章|新[闻聞]|阅读|閱讀|[报報]道|記事|ニュース|기사|뉴스))?\W*$",
    re.IGNORECASE,
)
"""A heading over other stories; `More about this recipe` and `Zum Thema` may go on with this one."""
COMMENTS = re.compile(
    r"^\W*(?:\d+ )?(?:(?:(?:reader|all|user) )?comments?|(?:leser)?kommentare|lesermeinungen|комментарии(?: .{3,40})?"
    r"|коментарі|komentarze|komentáře|comentarios"
    r"|comentários|commentaires|commenti|reacties|kommentarer|kommentit|hozzászólások|comentarii|yorumlar|σχόλια|评论|評論|留言|댓글"
    r"|コメント|التعليقات|תגובות"
    r"|(?:leave|post|add|write|submit) (?:a|your) (?:comment|reply)|leave a reply"
    r"|join the (?:conversation|discussion)|kommentar (?:schreiben|verfassen|hinterlassen)"
    r"|(?:laissez|laisser|ajouter) un commentaire|dejar? un comentario|deixe (?:um|o seu) comentário|lascia un commento"
    r"|reageer(?: op dit artikel)?|skriv en kommentar|dodaj komentarz|napisz komentarz|přidat komentář|оставить комментарий"
    r"|залишити коментар|yorum yaz|发表评论|發表評論|發表留言|댓글 쓰기|コメントを(?:書く|投稿する))\W*(?:\(?\d+\)?)?\W*$"
    r"|^\W*(?:there (?:is|are) )?\d+ (?:comments? (?:on|to) |(?:thoughts?|responses?) (?:on|to) [“\"'«„‘]).{3,140}$"
    r"|^\W*comments\W+displaying \d+\W+\d+ of \d+\W*$"
    r"|^\W*\d+ (?:kommentare? zu|gedanken? zu|commentaires? sur|réflexions? (?:sur|au sujet de)|comentarios? (?:en|sobre)"
    r"|pensamientos? (?:en|sobre)"
    r"|comentários? (?:em|sobre)|commenti? (?:su|a)|pensieri? su|reacties? op|gedachten? over|ответ\w* (?:на|к)"
    r"|комментари\w+ (?:на|к)|мысл\w+ о)"
    r" .{3,140}$|^\W*komentarze \(\d+\) (?:do|dla) .{3,140}$",
    re.IGNORECASE,
)
"""A heading over the comments of readers, or over the form for one more."""


def without_edges_of_others(body: list[Piece]) -> list[Piece]:
    """The story without lines at its edges that only tell a date, and a label at its end."""
    near_end = len(body) - LAST
    about = {piece.order for piece in body[:FIRST] if is_signed(piece) or is_filed(piece)}
    dates = [place for place, piece in enumerate(body) if tells_only_date(piece)]
    if len(dates) <= MOST_DATES:
        at_edge = [place for place in dates if place < FIRST or place >= near_end]
        about.update(body[place].order for place in at_edge if not is_numbered(body, place))
    if body and begins_with_date(body):
        about.add(body[0].order)
    if len(body) > 1 and make(body[-1].box) != make(body[-2].box) and tells_when(body[-1]):
        about.add(body[-1].order)
    kept = [piece for piece in body if piece.order not in about]
    return kept[:-1] if len(kept) > 1 and is_label(kept[-1]) else kept or body


def without_what_follows(body: list[Piece]) -> list[Piece]:
    """The story up to a heading over comments or other stories, unless its own paragraphs go on behind it."""
    said = 0
    for place, piece in enumerate(body):
        if said >= LEAST_STORY and is_over_others(piece):
            own = {place_of(p) for p in body[:place] if is_prose(p)}
            if not any(place_of(p) in own for p in body[place + 1 :] if is_prose(p)):
                return body[:place]
        said += piece.size if is_prose(piece) else 0
    return body


def is_over_others(piece: Piece) -> bool:
    """True for a heading over comments or over other stories."""
    heading = piece.text.partition("\n")[0]
    if piece.link_share >= 0.6 and piece.box.tag not in HEADINGS:
        return False
    if len(heading) <= LONGEST_HEADING and COMMENTS.match(heading):
        return True
    return len(piece.text) <= LONGEST_RELATED and piece.box.tag in HEADINGS and RELATED.match(piece.text) is not None


def place_of(piece: Piece) -> tuple[tuple[str, str] | None, str, str]:
    """The make of the box around a paragraph, its names and its tag: the same for all paragraphs of a story."""
    return make(piece.box.parent) if piece.box.parent else None, piece.box.names, piece.box.tag


def tells_only_date(piece: Piece) -> bool:
    """True if a line is a date, with a weekday, a clock or a name beside it: `Tuesday, 17 January 2012 | 1:19 PM`."""
    return piece.box.tag not in ("li", "td", "th", "dd", "dt", *HEADINGS) and is_only_date(piece.text)


def is_date(text: str) -> bool:
    """True if a text is a date and little else.

    >>> is_date("24. April 2020 | Press releases"), is_date("1. Echo 3/9/1964"), is_date("The year 2020")
    (True, False, False)
    """
    if len(text) > LONGEST_DATED or not DIGIT.search(text):
        return False
    dates = read_text(text, Dialect())
    if not dates or (LEFT_IN.match(text) and dates[0].start > 0):
        return False
    return len(text) - sum(date.end - date.start for date in dates) <= BESIDE


def is_only_date(text: str) -> bool:
    """True if a text is a date and no sentence that ends with one."""
    return is_date(text) and not SENTENCE_END.search(text)


def is_numbered(body: list[Piece], place: int) -> bool:
    """True if a line behind prose begins as a note or an item of a list does, though it is a date: `12. März 2020`."""
    return LEFT_IN.match(body[place].text) is not None and any(map(is_prose, body[:place]))


def begins_with_date(body: list[Piece]) -> bool:
    """True if a story begins with a heading that is its date, and none of the same level follows: those are chapters."""
    tag = body[0].box.tag
    return tag in HEADINGS and is_only_date(body[0].text) and all(piece.box.tag != tag for piece in body[1:])


def tells_when(piece: Piece) -> bool:
    """True if a line behind a story tells, by its names and a date, when it was written or last changed; a sentence says so."""
    return (
        piece.size <= LONGEST_CHANGED
        and piece.box.tag not in HEADINGS
        and is_dated(piece.box.names)
        and (not FULL_STOP.search(piece.text) or SAYS_WHEN.search(piece.text) is not None)
        and DIGIT.search(piece.text) is not None
        and bool(read_text(piece.text, Dialect()))
    )


def is_filed(piece: Piece) -> bool:
    """True if a line only says where a story is filed, by whom and when: links, and a day: `Sport | Jane Doe | 3 May 2025`."""
    parts = PARTS.split(piece.text)
    if len(parts) < LEAST_PARTS or len(piece.text) > LONGEST_FILED or piece.link_share < LINKED:
        return False
    linked = {tidy(written(link)) for link in islice(piece.box.element.iter("a"), LONGEST_FILED)}
    others = [part for part in parts if part not in linked]
    return len(others) == 1 and tells_only_date(replace(piece, text=others[0]))


def is_signed(piece: Piece) -> bool:
    """True if a line only says who reported, as Chinese papers write it: `【港報／記者王小明／台北報導】`, `文/記者 王明`."""
    return piece.box.tag not in HEADINGS and len(piece.text) <= LONGEST_SIGNED and SIGNED.match(piece.text) is not None


def is_label(piece: Piece) -> bool:
    """True if a line is a label for something that is not there: `On the web:`."""
    return len(piece.text) <= LONGEST_LABEL and piece.text.rstrip().endswith((":", "："))
