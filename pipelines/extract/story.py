"""Which pieces of a page are its story: where it lives, what in there is not it, and the standfirst that stands outside."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from pipelines.extract.naming import BESIDE, DOUBTFUL, aside_level, says_standfirst, says_story
from pipelines.extract.outline import Box, Piece, Unseen, outline
from pipelines.extract.page import Page
from pipelines.extract.structured import article_body, article_nodes, strings

ASIDE_TAGS = frozenset(
    ["nav", "footer", "aside", "form", "figure", "figcaption", "dialog", "menu", "address", "details", "button"]
)
SENTENCE_END = re.compile(r"[.!?…。！？؟।:;»”\"')\]]\s*$")
SENTENCE = re.compile(r"[.!?…]\W*(?:\s|$)|[。！？।،,]")
LEGAL = re.compile(
    r"©|\(c\)\s|all rights reserved|copyright|terms of (?:use|service)|privacy policy|cookie|"
    r"все права|перепечатк|правообладател"
    r"|wszelkie prawa|alle rechte|tous droits|todos los derechos|todos os direitos|tutti i diritti|版权|版權|著作権|저작권|무단|免责|声明"
    r"|δικαιώματα|javascript|your browser",
    re.IGNORECASE,
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
PARAGRAPH_CHARS = 40


@dataclass(slots=True)
class Mass:
    """What a box holds, itself and below: prose, all text, and text in links, in characters."""

    prose: float = 0.0
    text: int = 0
    links: int = 0


def is_prose(piece: Piece) -> bool:
    """A sentence or more, not a menu."""
    return piece.size >= PARAGRAPH_CHARS and piece.link_share < 0.5 and piece.box.tag not in HEADINGS


def weigh(pieces: list[Piece]) -> dict[Box, Mass]:
    """The mass of every box that holds some of these pieces."""
    masses: dict[Box, Mass] = {}
    levels: dict[int, list[Box]] = {}
    for piece in pieces:
        mass = _mass(piece.box, masses, levels)
        if is_prose(piece):
            mass.prose += min(piece.size, 3000) * (1 - piece.link_share)
        mass.text += piece.size
        mass.links += piece.link_chars
    for depth in range(max(levels, default=0), 0, -1):
        for box in levels.get(depth, ()):
            if box.parent:
                mass, outer = masses[box], _mass(box.parent, masses, levels)
                outer.prose += mass.prose
                outer.text += mass.text
                outer.links += mass.links
    return masses


def _mass(box: Box, masses: dict[Box, Mass], levels: dict[int, list[Box]]) -> Mass:
    mass = masses.get(box)
    if mass is None:
        mass = masses[box] = Mass()
        levels.setdefault(box.depth, []).append(box)
    return mass


def prune(root: Box, masses: dict[Box, Mass], titled: set[Box]) -> set[Box]:
    """The outermost boxes that are beside the story, by tag, name or style, unless most of the page's prose is in them."""
    total = masses[root].prose if root in masses else 0.0
    pruned: set[Box] = set()
    stack = list(root.children)
    while stack:
        box = stack.pop()
        mass = masses.get(box)
        if mass is None:
            continue
        if box not in titled and beside(box, mass, total):
            pruned.add(box)
        else:
            stack.extend(box.children)
    return pruned


def beside(box: Box, mass: Mass, total: float) -> bool:
    """Whether a box is beside the story: it says so and does not hold most of the prose, or it doubts and is links."""
    share = mass.prose / total if total else 0.0
    if box.hidden and not FOR_SUBSCRIBERS.search(box.names):
        return share < 0.5
    if box.tag in ASIDE_TAGS:
        return share < 0.6
    if box.tag in ("p", "article", "main"):
        return False
    level = aside_level(box.names)
    if level == BESIDE and ALWAYS_BESIDE.search(box.names) and total - mass.prose >= ENOUGH_PROSE:
        return True
    if level == BESIDE:
        return share < (0.2 if says_story(box.names) else 0.55)
    if IMAGE_NAMES.search(box.names) and mass.text < 500:
        return True
    return level == DOUBTFUL and share < 0.2 and mass.links > 0.3 * mass.text


ALWAYS_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:comm?ents?(?:$|[\s_-])|commentlist|disqus|related|newsletter)", re.IGNORECASE
)
ENOUGH_PROSE = 300
FOR_SUBSCRIBERS = re.compile(r"paywall|premium|subscriber|restricted", re.IGNORECASE)
IMAGE_NAMES = re.compile(
    r"(?:^|[ _-])(?:caption|cptn|photo|foto|image|img|picture|bild|media-?(?:info|caption|text)|content-?image)\w*",
    re.IGNORECASE,
)


def other_stories(pieces: list[Piece], title_order: int) -> set[Box]:
    """Articles with a first-level heading of their own after the headline: the next story on an endless page."""
    titled = next((p for p in pieces if p.order == title_order), None)
    if titled is None or titled.box.tag != "h1":
        return set()
    own = set(titled.box.ancestors())
    if not any(box.tag == "article" for box in own):
        return set()
    found = set()
    for piece in pieces:
        if piece.box.tag == "h1" and piece.order > title_order:
            article = next((b for b in piece.box.ancestors() if b.tag == "article"), None)
            if article is not None and article not in own:
                found.add(article)
    return found


def cards(core: Box, masses: dict[Box, Mass]) -> set[Box]:
    """Articles inside the story's box that are small against it: cards that advertise other stories."""
    nested = [b for b in core.below() if b is not core and b.tag == "article" and b in masses]
    total = sum(masses[b].prose for b in nested)
    return set(nested) if total < 0.35 * masses[core].prose else set()


DECAY = 0.6


def choose(
    pieces: list[Piece], masses: dict[Box, Mass], title_order: int, blurbs: set[int], vouched: set[int]
) -> Box | None:
    """The box that holds the body of the story: the nearest one around most of the prose, with few links."""
    scores: dict[Box, float] = {}
    between: dict[Box, float] = {}  # prose between the headline and the first prose of a box
    so_far = 0.0
    for piece in pieces:
        if not is_prose(piece):
            continue
        if piece.order > title_order:
            for box in piece.box.ancestors():
                between.setdefault(box, so_far)
            so_far += piece.size
        worth = min(piece.size, 1500) * (1 - piece.link_share)
        if piece.order in blurbs or not SENTENCE.search(piece.text) or LEGAL.search(piece.text):
            worth *= 0.3
        if vouched and piece.order not in vouched:
            worth *= 0.2
        inner = 0.0
        for box in piece.box.ancestors():
            prose = masses[box].prose
            if inner and prose > inner:
                worth *= DECAY
            inner = prose
            scores[box] = scores.get(box, 0.0) + worth
    best, best_score = None, 0.0
    for box, score in scores.items():
        mass = masses[box]
        score *= (1 - mass.links / mass.text) / (
            1 + max(0.0, between.get(box, so_far) - 300) / min(mass.prose + 1, 1000)
        )
        if "articleBody" in box.names:
            score *= 2
        elif says_story(box.names):
            score *= 1.3
        elif box.tag == "article":
            score *= 1.15
        if score > best_score or (score == best_score and best and box.depth < best.depth):
            best, best_score = box, score
    return best


def find_blurbs(pieces: list[Piece]) -> set[int]:
    """Orders of prose pieces that stand under a link, where that happens again and again: teasers of other stories."""
    under = [
        piece.order
        for before, piece in zip(pieces, pieces[1:], strict=False)
        if is_prose(piece) and piece.size < 500 and before.link_share > 0.8 and before.size >= 12
    ]
    return set(under) if len(under) >= 3 else set()


def grow(core: Box, masses: dict[Box, Mass], title_order: int) -> set[Box]:
    """The core and the boxes around it that continue it: sections of the same make, paragraphs that stand beside it."""
    chosen = {core}
    inner, level = core, 0
    while inner.parent is not None:
        outer = inner.parent
        if masses[outer].prose > masses[inner].prose:
            level += 1
            for child in outer.children:
                if child is not inner and child in masses and joins(child, inner, core, masses, level, title_order):
                    chosen.add(child)
        inner = outer
    return chosen


def joins(child: Box, inner: Box, core: Box, masses: dict[Box, Mass], level: int, title_order: int) -> bool:
    """Whether a box beside (an ancestor of) the core continues the story."""
    mass, body = masses[child], masses[core]
    if not mass.prose or mass.links > 0.25 * mass.text or aside_level(child.names) or has_headline(child):
        return False
    if first_order(child) < title_order:
        return False
    if level <= 2 and child.tag == inner.tag and child.names == inner.names and child.tag != "article":
        return True
    density = mass.prose / mass.text
    if level == 1 and child.tag in ("p", "blockquote", "ul", "ol"):
        return mass.prose > 60
    if level == 1:
        return density > 0.6 and mass.prose > min(0.08 * body.prose, 300)
    return level == 2 and density > 0.75 and mass.prose > 0.2 * body.prose


def has_headline(box: Box) -> bool:
    """Whether a first-level heading stands in a box: the start of another story."""
    return any(b.tag == "h1" and b.pieces for b in box.below())


def first_order(box: Box) -> int:
    """Where the first piece of a box stands in the page."""
    return min((p.order for b in box.below() for p in b.pieces), default=-1)


def teasers(root: Box, masses: dict[Box, Mass]) -> set[Box]:
    """Boxes that repeat side by side, each a link with a little text: lists of other stories."""
    found: set[Box] = set()
    total = masses[root].prose
    stack = [root]
    while stack:
        box = stack.pop()
        groups: dict[tuple[str, str], list[Box]] = {}
        for child in box.children:
            if child in masses and child.tag not in ("ul", "ol", "table", "p"):
                groups.setdefault((child.tag, re.sub(r"\d+", "", child.names)), []).append(child)
        for group in groups.values():
            if len(group) >= 3 and sum(is_teaser(c, masses[c]) for c in group) >= 0.7 * len(group):
                prose = sum(masses[c].prose for c in group)
                if prose < 0.7 * total or total - prose >= ENOUGH_PROSE:
                    found.update([box] if group[0].tag == "dt" else [c for c in group if masses[c].links])
        stack.extend(c for c in box.children if c in masses and c not in found)
    return found


def is_teaser(box: Box, mass: Mass) -> bool:
    """Whether a box is a headline that links elsewhere and at most a blurb."""
    if mass.text > 700 or mass.links < 12:
        return False
    return any(p.link_share > 0.8 and len(p.text) >= 12 for b in box.below() for p in b.pieces)


def within(boxes: set[Box]) -> set[Box]:
    """These boxes and all in them."""
    return {inner for box in boxes for inner in box.below()}


@dataclass(slots=True)
class Selection:
    """How a story was found: what was set aside and why, the box it lives in, and its pieces."""

    root: Box
    pieces: list[Piece]
    unseen: list[Unseen]
    title_order: int = -1
    aside: set[Box] = field(default_factory=set)
    masses: dict[Box, Mass] = field(default_factory=dict)
    kept: list[Piece] = field(default_factory=list)
    core: Box | None = None
    chosen: set[Box] = field(default_factory=set)
    lead: set[int] = field(default_factory=set)
    story: list[Piece] = field(default_factory=list)

    def set_aside(self, boxes: set[Box]) -> None:
        """Leave these boxes and all in them out of what follows."""
        if boxes:
            self.aside |= boxes
            out = within(boxes)
            self.kept = [p for p in self.kept if p.box not in out]
            self.masses = weigh(self.kept)

    @property
    def has_prose(self) -> bool:
        """Whether there is any prose left to choose from."""
        return self.root in self.masses and self.masses[self.root].prose > 0


def select(page: Page, titles: list[str]) -> Selection:
    """Find the story of a page; `story` stays empty when it has none."""
    laid_out = outline(page.tree)
    root, pieces = laid_out.root, laid_out.pieces
    s = Selection(root, pieces, laid_out.unseen, kept=pieces, masses=weigh(pieces))
    if not s.has_prose:
        return s
    s.title_order = find_title(pieces, titles)
    declared = plain(article_body(page.jsonld))
    vouched, coverage = vouch(pieces, declared)
    s.set_aside(prune(root, s.masses, title_boxes(pieces, s.title_order)))
    if s.has_prose:
        s.set_aside(teasers(root, s.masses) | other_stories(s.kept, s.title_order))
    s.core = (
        choose(s.kept, s.masses, s.title_order, find_blurbs(pieces), vouched if coverage >= 0.5 else set())
        if s.has_prose
        else None
    )
    if s.core is None:
        return s
    s.set_aside(cards(s.core, s.masses))
    s.chosen = grow(s.core, s.masses, s.title_order)
    chosen = within(s.chosen)
    inside = [p for p in s.kept if p.box in chosen]
    folded = [fold(title) for title in titles]
    body = trim([p for p in inside if keep(p) and not is_title(p, folded)])
    if coverage >= 0.95:
        body = without_strangers(body, vouched)
    if body and coverage < 0.7:
        body = complete(body, declared, vouched)
    lead = standfirst(s.kept, body, s.title_order, described(page)) if body else []
    s.lead = {p.order for p in lead}
    s.story = [*lead, *body]
    return s


TAG = re.compile(r"<(?:/?(?:p|div|br|li|h\d)\b)[^>]*>|</?[a-z][^>]*>", re.IGNORECASE)


def plain(text: str) -> str:
    """Declared text without markup, its entities resolved."""
    if "<" in text:
        text = TAG.sub(lambda m: "\n" if re.match(r"</?(?:p|div|br|li|h\d)\b", m[0], re.IGNORECASE) else "", text)
    return html.unescape(text)


def vouch(pieces: list[Piece], declared: str) -> tuple[set[int], float]:
    """Orders of the pieces that the declared body contains, and the share of it that they cover."""
    wanted = fold(declared)
    if len(wanted) < 200:
        return set(), 0.0
    found: dict[str, int] = {}
    orders = set()
    for piece in pieces:
        said = fold(piece.text) if piece.size >= 25 else ""
        if len(said) >= 20 and said in wanted:
            orders.add(piece.order)
            found[said] = len(said)
    return orders, sum(found.values()) / len(wanted)


def without_strangers(body: list[Piece], vouched: set[int]) -> list[Piece]:
    """Without paragraphs that the declared body skips, between those that it has."""
    known = [p.order for p in body if p.order in vouched]
    if not known:
        return body
    return [
        p for p in body if p.order in vouched or not known[0] < p.order < known[-1] or p.box.tag != "p" or p.size < 60
    ]


def complete(body: list[Piece], declared: str, vouched: set[int]) -> list[Piece]:
    """The declared body, where it is much longer than what the page shows and what the page shows stands in it."""
    shown = sum(len(fold(p.text)) for p in body)
    known = sum(len(fold(p.text)) for p in body if p.order in vouched)
    if len(fold(declared)) < 1.3 * shown or known < 0.4 * shown:
        return body
    lines = [" ".join(line.split()) for line in declared.splitlines()]
    first = body[0]
    return [Piece(first.box, line, 0, 0, first.order, "", len(line)) for line in lines if line]


def title_boxes(pieces: list[Piece], title_order: int) -> set[Box]:
    """The boxes around the headline: none of them is beside the story."""
    return set(pieces[title_order].box.ancestors()) if title_order >= 0 else set()


def described(page: Page) -> list[str]:
    """Folds of what the page says its story is about: descriptions in meta elements and structured data."""
    texts = [content for name, content in page.meta if name in ("description", "og:description", "twitter:description")]
    texts += [
        t
        for node in article_nodes(page.jsonld)
        for key in ("description", "alternativeHeadline")
        for t in strings(node.get(key))
    ]
    return [f for f in map(fold, texts) if len(f) > 15]


def standfirst(kept: list[Piece], body: list[Piece], title_order: int, descriptions: list[str]) -> list[Piece]:
    """Pieces between headline and body that the page describes itself with, or whose names say standfirst."""
    first = body[0].order
    inside = {p.order for p in body}
    found = []
    for piece in kept:
        if not title_order < piece.order < first or piece.order in inside or piece.link_share > 0.5:
            continue
        said = fold(piece.text)
        if len(said) < 15:
            continue
        same = any(
            said == d or (len(said) > 40 and (d.startswith(said[:60]) or said.startswith(d[:60]))) for d in descriptions
        )
        named = len(piece.text) > 40 and any(says_standfirst(b.names) for b in list(piece.box.ancestors())[:2])
        if title_order < 0 and not (same and first - piece.order < 12):
            continue
        if same or named:
            found.append(piece)
    return found


def is_title(piece: Piece, titles: list[str]) -> bool:
    """Whether a piece only repeats the headline (`titles` are folded)."""
    if len(piece.text) > 400:
        return False
    said = fold(piece.text)
    if not said:
        return True
    return any(
        said == w
        or (
            piece.box.tag in HEADINGS
            and len(said) > 15
            and (said in w or w in said)
            and min(len(said), len(w)) > 0.7 * max(len(said), len(w))
        )
        for w in titles
    )


def trim(pieces: list[Piece]) -> list[Piece]:
    """Without what leads nowhere: headings that no text follows, lines before the first and after the last real text."""
    result: list[Piece] = []
    for piece in reversed(pieces):
        if piece.box.tag in HEADINGS and (
            not result or (result[-1].box.tag in HEADINGS and result[-1].box.tag <= piece.box.tag)
        ):
            if piece.size < 60 and not re.match(r"\d", piece.text):
                continue
        result.append(piece)
    result.reverse()
    return result


def fold(text: str) -> str:
    """Letters and digits only, lower case: for telling whether two texts say the same."""
    return "".join(re.findall(r"\w+", text.casefold()))


def find_title(pieces: list[Piece], titles: list[str]) -> int:
    """The order of the headline among the pieces; -1 when it does not stand there."""
    wanted = [f for f in map(fold, titles) if f]
    best, best_rank = -1, 0
    longest = 2.5 * max(map(len, titles), default=0)
    for piece in pieces:
        if len(piece.text) > longest and piece.box.tag != "h1":
            continue
        rank = title_rank(piece, wanted)
        if rank > best_rank and not any(b.tag in ("nav", "aside", "footer") for b in piece.box.ancestors()):
            best, best_rank = piece.order, rank
    return best


def title_rank(piece: Piece, wanted: list[str]) -> int:
    """How surely a piece is the headline: a first-level heading that says a declared title surest, 0 not at all."""
    said = fold(piece.text)
    if not said or len(piece.text) > 400 or (piece.link_share > 0.9 and piece.box.tag != "h1"):
        return 0
    same = any(
        said == w
        or (len(said) >= 10 and (said in w or w in said) and min(len(said), len(w)) > 0.5 * max(len(said), len(w)))
        for w in wanted
    )
    if piece.box.tag == "h1":
        return 4 if same else 1
    if same:
        return 3 if piece.box.tag in HEADINGS else 2
    return 0


LABEL = re.compile(
    r"^\W*(?:advertisement|ad|anzeige|werbung|publicidad|publicité|pubblicità|reklama|реклама|annonce|"
    r"advertentie|share|teilen|compartir|partager|read more|mehr|lire aussi|leia mais|reklam"
    r"|story continues below|article continues below.*|read also|also read|see also|lees ook|"
    r"lesen sie auch|lire la suite|continue reading|loading\W*|image source,?|image caption,?|"
    r"related articles?|comments?|share this.*|print|email|tweet"
    r"|copyright ©?.*|©.*|all rights reserved.*|getty images|reuters|photo:.*|foto:.*|bild:.*|"
    r"quelle:.*|source:.*|sign up.*newsletter.*|follow us on.*|download our app.*)\W*$",
    re.IGNORECASE,
)
LEAD_IN = re.compile(
    r"^\W*(?:read more|read also|also read|see also|related|more on|read next|don't miss|recommended|"
    r"lesen sie auch|lesen sie hier|mehr zum thema|auch interessant|lies auch|lire aussi|à lire aussi|"
    r"a lire aussi|leer también|lea también|le puede interesar|te puede interesar"
    r"|leggi anche|leia também|leia mais|veja também|lees ook|læs også|les også|läs också|läs mer|"
    r"les mer|czytaj także|czytaj też|zobacz także|zobacz też|zobacz również|polecamy|читайте также|"
    r"читайте ещё|смотрите также|по теме|διαβάστε επίσης|διαβάστε ακόμα|δείτε επίσης|přečtěte si|"
    r"čtěte také|olvasson|ayrıca bakınız"
    r"|watch|video|subscribe|sign up|click here|tags?|schlagworte|теги|topics|filed under|keywords)\s*[:：>»|\-–]",
    re.IGNORECASE,
)


def keep(piece: Piece) -> bool:
    """Whether a piece inside the story's box belongs to it."""
    if piece.link_share >= 0.6:
        return piece.box.tag in ("p", "li", "td") and piece.link_share < 0.9 and piece.size > 80
    if (
        piece.size < 400
        and LEGAL.search(piece.text)
        and not SENTENCE_END.search(piece.text[:-1])
        and piece.text[:1] in "©(*"
    ):
        return False
    if LABEL.match(piece.text) or (LEAD_IN.match(piece.text) and piece.size < 250):
        return False
    return not is_byline(piece)


BYLINE_NAMES = re.compile(r"byline|author|date|time|meta|source|credit|caption|published|updated", re.IGNORECASE)


def is_byline(piece: Piece) -> bool:
    """A short line whose names say who and when, not what."""
    if piece.size > 120 or piece.box.tag in HEADINGS or SENTENCE_END.search(piece.text):
        return False
    return (
        any(
            BYLINE_NAMES.search(b.names)
            for b in list(piece.box.ancestors())[:2]
            if b.tag not in ("article", "main", "body")
        )
        or BYLINE_NAMES.search(piece.marks) is not None
    )
