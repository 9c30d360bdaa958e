"""Boxes that are not part of the story: by tag, name or style, by their text, as a card or a teaser, or as another story."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, pairwise
from math import fsum

from pipelines.extract.fields.details import asks_to_pay
from pipelines.lexicon.notices import CONSENT
from pipelines.lexicon.vocabulary import Role
from pipelines.page.mass import LEGAL, SENTENCE_END, Mass, is_prose
from pipelines.page.outline import Box, Piece
from pipelines.page.roles import PERHAPS_ASIDE, SURELY_ASIDE, aside_level, named, says

ASIDE_TAGS = frozenset(
    ["nav", "footer", "aside", "form", "figure", "figcaption", "dialog", "menu", "address", "details", "button"]
)
OTHERS = frozenset((Role.COMMENT, Role.RELATED, Role.SIGN_UP))
"""Roles of boxes that are no story, however much prose they hold."""
MIN_OTHER_PROSE = 300
"""Characters of prose outside of a box, without which it may be the story."""
MIN_STORY_SHARE = 0.55
"""Boxes of one make with this share of the page's prose are the story, whatever their names say."""
MAX_STANDFIRST_CHARS, MAX_BIO_CHARS, MAX_TEASER_CHARS, MAX_PICTURE_BOX_CHARS = 300, 700, 700, 500
MAX_SMALL_PRINT_PARAGRAPHS, MIN_PARAGRAPH_CHARS = 3, 80
"""More paragraphs of so many characters in a footer that holds most of the page's prose are the story."""
PAGE_POST = re.compile(r"(?:^|\s)postid-(\d+)(?=$|\s)")
POST = re.compile(r"(?:^|\s)post-(\d+)(?=$|\s)")
"""https://developer.wordpress.org/reference/functions/body_class/ and post_class."""
DIGITS = re.compile(r"\d+")
HOST = re.compile(r"https?://(?:www\.)?([^/?#]+)", re.IGNORECASE)
PAGE_TAGS = frozenset(("main", "article", "body"))
MAX_LIST_LABEL_CHARS, MAX_WALL_CHARS = 60, 900
CONTENTS_SHARE = 0.8
"""Share of a list's text in links within the page that makes it a list of contents."""
MIN_PROSE_BESIDE_CONSENT = 120
"""With fewer characters of prose elsewhere a box about consent may be all that the page has."""


def prune(root: Box, masses: dict[Box, Mass], titled: set[Box], title_order: int) -> set[Box]:
    """The outermost boxes that are no part of the story by tag, name or style, unless they hold most of the page's prose."""
    pruned = outermost(root, masses, titled, frozenset())
    spared = common_names(pruned, masses, masses[root].prose)
    if spared:
        pruned = outermost(root, masses, titled, spared)
    story = mistaken(pruned, root, masses, title_order)
    return pruned - {story} if story else pruned


def site_footers(root: Box, masses: dict[Box, Mass], titled: set[Box], title_order: int) -> set[Box]:
    """The footers of the site, behind the headline and outside of articles, even if a page shows no other prose."""
    found: set[Box] = set()
    for box, mass in masses.items():
        if is_footer(box) and box is not root and box not in titled and found.isdisjoint(box.ancestors()):
            around = [outer for outer in box.ancestors() if outer not in (box, root)]
            below = box.below()
            if any(one.tag in ("article", "main", "h1") or "articleBody" in one.names for one in (*below, *around)):
                continue
            pieces = [piece for one in below for piece in one.pieces]
            start = min(piece.order for piece in pieces)
            if (
                sum(map(is_story_paragraph, pieces)) > MAX_SMALL_PRINT_PARAGRAPHS
                and mass.prose > masses[root].prose / 2
            ):
                continue  # the story, whatever it is called
            if start > title_order and not (box.tag != "footer" and ends_text(box, start)):
                found.add(box)
    return found


def is_footer(box: Box) -> bool:
    """True for `<footer>`, its ARIA role, and a box with this name alone: `<div id="footer">`."""
    if box.tag not in ("div", "section", "footer"):
        return False
    if box.tag == "footer" or box.names == "footer":
        return True
    return "contentinfo" in box.names and "contentinfo" in box.names.split()


def is_story_paragraph(piece: Piece) -> bool:
    """True for a sentence that is longer than an address and does not speak of rights."""
    is_sentence = is_prose(piece) and piece.size >= MIN_PARAGRAPH_CHARS and SENTENCE_END.search(piece.text) is not None
    return is_sentence and not LEGAL.search(piece.text)


def ends_text(box: Box, start: int) -> bool:
    """True if paragraphs stand before a box right in the one around it: `<div><p>…</p><div class="footer">Notes</div></div>`."""
    if box.parent is None:
        return False
    beside = (box.parent, *(child for child in box.parent.children if child.tag in ("p", "h2", "h3")))
    return any(piece.order < start and is_prose(piece) for one in beside for piece in one.pieces)


def outermost(root: Box, masses: dict[Box, Mass], titled: set[Box], spared: frozenset[tuple[str, str]]) -> set[Box]:
    """The outermost boxes that are no part of the story; boxes of a `spared` make are kept."""
    total = masses[root].prose
    pruned: set[Box] = set()
    stack = list(root.children)
    while stack:
        box = stack.pop()
        mass = masses.get(box)
        if mass is None:
            continue
        if box not in titled and is_aside(box, mass, total) and make(box) not in spared:
            pruned.add(box)
        else:
            stack.extend(box.children)
    return pruned


def make(box: Box) -> tuple[str, str]:
    """Tag and names of a box without numbers: `<div class="card card-7">` and `card-8` are of one make."""
    return box.tag, without_numbers(box.names)


@lru_cache(maxsize=20_000)
def without_numbers(called: str) -> str:
    """Names without digits: `card card-7` → `card card-`."""
    return DIGITS.sub("", called)


def common_names(pruned: set[Box], masses: dict[Box, Mass], total: float) -> frozenset[tuple[str, str]]:
    """The makes of pruned boxes that together hold most of the page's prose: here their names have another meaning."""
    prose: dict[tuple[str, str], list[float]] = {}
    for box in pruned:
        if is_doubtful(box) and not is_teaser(box, masses[box]):
            prose.setdefault(make(box), []).append(masses[box].prose)
    return frozenset(made for made, amounts in prose.items() if fsum(amounts) >= MIN_STORY_SHARE * total > 0)


def mistaken(pruned: set[Box], root: Box, masses: dict[Box, Mass], title_order: int) -> Box | None:
    """The pruned box that is the story after all: prose right under the headline, and more than the page has elsewhere."""
    left = masses[root].prose - fsum(masses[box].prose for box in pruned)
    least = max(left, MIN_OTHER_PROSE)
    doubtful = [b for b in pruned if masses[b].prose > least and (is_doubtful(b) or b.tag == "form")]
    if not doubtful or title_order < 0:
        return None
    starts = {box: min(p.order for p in box.all_pieces()) for box in doubtful}
    largest = max(doubtful, key=lambda box: (masses[box].prose, -starts[box]))
    if starts[largest] < title_order:
        return None
    out = {inner for box in pruned for inner in box.below()}
    shown = (p for b in masses if b not in out for p in b.pieces if title_order < p.order < starts[largest])
    between = sum(p.size for p in shown if is_prose(p))
    return largest if between <= min(MAX_STANDFIRST_CHARS, 0.2 * masses[largest].prose) else None


def is_doubtful(box: Box) -> bool:
    """True if only its names exclude a box, and they are not those of comments or other stories."""
    return box.hidden is None and box.tag not in ASIDE_TAGS and bool(box.names) and is_spared(box)


def is_spared(box: Box) -> bool:
    """True if the names of a box do not speak of comments, other stories or newsletters."""
    return named(box.names).sure.isdisjoint(OTHERS)


def is_aside(box: Box, mass: Mass, total: float) -> bool:
    """True if a box is no part of the story: surely by its names and without most of the prose, or perhaps and mostly links."""
    share = mass.prose / total if total else 0.0
    if box.tag in ASIDE_TAGS:
        return share < 0.6 and not (is_table(box) or is_open(box))
    if box.tag in ("p", "main") or (box.tag == "article" and not is_window(box, mass)):
        return False
    level = aside_level(box.names)
    if level == SURELY_ASIDE and not is_spared(box) and total - mass.prose >= MIN_OTHER_PROSE:
        return True
    if level == SURELY_ASIDE:
        return share < (0.2 if says(box.names, Role.BODY) else MIN_STORY_SHARE)
    if says(box.names, Role.PICTURE) and mass.text < MAX_PICTURE_BOX_CHARS:
        return True
    if mass.text < MAX_BIO_CHARS and Role.BIO in named(box.names).hints and share < 0.2:
        return True
    if mass.text < MAX_BIO_CHARS and share < 0.5 and is_about_author(box):
        return True
    return level == PERHAPS_ASIDE and share < 0.2 and mass.links > 0.3 * mass.text


def is_window(box: Box, mass: Mass) -> bool:
    """True if an article is a short message without a headline, in a box with the name of a dialog."""
    if Role.DIALOG not in named(box.names).sure or mass.prose >= MIN_OTHER_PROSE:
        return False
    return all(inner.tag != "h1" for inner in box.below())


def is_about_author(box: Box) -> bool:
    """True if microdata says that a box describes the author: `itemprop="author"` with a `description` in it."""
    if "author" not in box.names or box.element.get("itemprop") != "author":
        return False
    return any(inner.get("itemprop") == "description" for inner in box.element.iterdescendants())


def other_posts(root: Box, masses: dict[Box, Mass]) -> set[Box]:
    """Posts with another number than the page's, by WordPress' classes: `postid-7` and `post-9 hentry`."""
    own = PAGE_POST.search(root.names)
    if not own:
        return set()
    posts = {box: POST.search(box.names) for box in masses if box is not root and "type-post" in box.names}
    return {box for box, post in posts.items() if post and post[1] != own[1]}


def is_table(box: Box) -> bool:
    """True if a figure shows rows and columns, not a picture."""
    return box.tag == "figure" and any(inner.tag == "tr" for inner in box.below())


def is_open(box: Box) -> bool:
    """True for `<details open>`: https://html.spec.whatwg.org/multipage/interactive-elements.html."""
    return box.tag == "details" and box.element.get("open") is not None and not aside_level(box.names)


def other_stories(pieces: list[Piece], title_order: int) -> set[Box]:
    """Articles with a headline of their own behind the story's: the next ones on an endless page, and cards of others."""
    titled = next((p for p in pieces if p.order == title_order), None)
    if titled is None:
        return set()
    if titled.box.tag != "h1":
        return like_own(titled, pieces) if titled.link_share > 0.9 else set()
    own = set(titled.box.ancestors())
    if not any(box.tag == "article" for box in own):
        first = next((p for p in pieces if p.order > title_order and is_prose(p)), titled)
        own |= set(first.box.ancestors())  # the article right under its headline
    if not any(box.tag == "article" for box in own):
        return set()
    found = set()
    for before, piece in pairwise(pieces):
        if piece.box.tag in ("h1", "h2") and piece.order > title_order:
            article = next((b for b in piece.box.ancestors() if b.tag == "article"), None)
            if article is not None and article not in own:
                begins = piece.link_share > 0.8 and article not in before.box.ancestors() and is_apart(article, own)
                if piece.box.tag == "h1" or begins:
                    found.add(article)
    return found


def like_own(titled: Piece, pieces: list[Piece]) -> set[Box]:
    """Articles behind the story's, of its make, each with a linked headline of the same make."""
    own = next((box for box in titled.box.ancestors() if box.tag == "article"), None)
    if own is None:
        return set()
    found = set()
    for piece in pieces:
        if piece.order > titled.order and piece.link_share > 0.9 and make(piece.box) == make(titled.box):
            article = next((box for box in piece.box.ancestors() if box.tag == "article"), own)
            if article is not own and make(article) == make(own):
                found.add(article)
    return found


def is_apart(article: Box, own: set[Box]) -> bool:
    """True if an article does not stand within the story's, whose boxes `own` holds."""
    return not any(box.tag == "article" and box in own for box in article.ancestors())


def cards(core: Box, masses: dict[Box, Mass], titled: set[Box]) -> set[Box]:
    """Articles inside the story's box that are small against it, without its headline: cards of other stories."""
    nested = [b for b in core.below() if b is not core and b.tag == "article" and b in masses and b not in titled]
    total = sum(masses[b].prose for b in nested)
    return set(nested) if total < 0.35 * masses[core].prose else set()


def teasers(root: Box, masses: dict[Box, Mass], whole: dict[Box, Mass]) -> set[Box]:
    """Boxes that repeat side by side, each a link with a little text: lists of other stories.

    `masses` are without pruned boxes, `whole` with them: a card stays a teaser if its linked headline was pruned for its name, as
    in `<h3 class="card-title"><a href="/mill">Mill burns down</a></h3>`.
    """
    found: set[Box] = set()
    total = masses[root].prose
    stack = [root]
    while stack:
        box = stack.pop()
        groups: dict[tuple[str, str], list[Box]] = {}
        for child in box.children:
            if child in masses and child.tag not in ("ul", "ol", "table", "p"):
                groups.setdefault(make(child), []).append(child)
        for group in groups.values():
            if (
                len(group) >= 3
                and not is_guide(group)
                and sum(is_teaser(c, whole[c]) for c in group) >= 0.7 * len(group)
            ):
                prose = sum(masses[c].prose for c in group)
                if prose < 0.7 * total or total - prose >= MIN_OTHER_PROSE:
                    found.update([box] if group[0].tag == "dt" else [c for c in group if whole[c].links])
        stack.extend(c for c in box.children if c in masses and c not in found)
    return found


def is_guide(group: list[Box]) -> bool:
    """True if sibling links each go to a different host: a list of external places, not of this publication's stories."""
    hosts = [HOST.match(link.get("href") or "") for box in group for link in islice(box.element.iter("a"), 1)]
    return len({host[1].lower() for host in hosts if host}) == len(group)


def is_teaser(box: Box, mass: Mass) -> bool:
    """True if a box is a linked headline with at most a blurb, or a blurb with a link that breaks off."""
    if mass.text > MAX_TEASER_CHARS or mass.links < 12:
        return False
    return any((p.link_share > 0.8 and len(p.text) >= 12) or p.text.endswith(("...", "…")) for p in box.all_pieces())


def widgets(root: Box, masses: dict[Box, Mass]) -> set[Box]:
    """Contents lists, pay walls and consent boxes: by their text, with or without a name."""
    total = masses[root].prose
    found = set()
    for box, mass in masses.items():
        if box.tag in ("ul", "ol"):
            if is_contents(box, mass):
                found.add(labelled(box, masses))
        elif box.names and box.tag not in PAGE_TAGS:
            roles = named(box.names)
            if (Role.PAYWALL in roles.hints and is_paywall(box, mass, total)) or (
                Role.CONSENT in roles.sure and is_consent(box, mass, total)
            ):
                found.add(box)
    return found


def is_contents(box: Box, mass: Mass) -> bool:
    """True if a list is nothing but links to places in the same page."""
    if mass.links or next(box.element.iter("a"), None) is None:  # `mass` does not count links within the page
        return False
    links = [link for link in box.element.iter("a") if link.get("href")]
    inside = [link for link in links if len(str(link.get("href"))) > 1 and str(link.get("href")).startswith("#")]
    said = sum(len(" ".join("".join(link.itertext()).split())) for link in inside)
    return len(inside) > 1 and len(inside) == len(links) and said >= CONTENTS_SHARE * mass.text


def labelled(box: Box, masses: dict[Box, Mass]) -> Box:
    """The outermost box around this one that holds no more than a label besides."""
    inside = masses[box].text
    while box.parent is not None and box.parent.tag not in PAGE_TAGS:
        if masses[box.parent].text - inside > MAX_LIST_LABEL_CHARS:
            break
        box = box.parent
    return box


def is_paywall(box: Box, mass: Mass, total: float) -> bool:
    """True if a box, so named, offers a subscription and does not hold the story."""
    if mass.text > MAX_WALL_CHARS or mass.prose > 0.5 * total:
        return False
    return asks_to_pay("\n".join(piece.text for piece in box.all_pieces()))


def is_consent(box: Box, mass: Mass, total: float) -> bool:
    """True if a box, so named, asks for consent, though it may hold most of the page's prose."""
    if total - mass.prose < MIN_PROSE_BESIDE_CONSENT:
        return False
    said = [piece.text for piece in box.all_pieces()]
    return sum(len(text) for text in said if CONSENT.search(text)) > 0.5 * sum(map(len, said))
