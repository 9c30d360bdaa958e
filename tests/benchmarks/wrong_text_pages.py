"""Pages whose text is wrong on purpose, made from real ones: six kinds of fault, in the forms of two sets.

`made` (300 pages) is what the rules may be fitted on. `held` (120 pages) has other publishers, other languages and other forms of
each fault: it is scored at the end only. Seeds are fixed: the same folder of pages gives the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree, html
from lxml.html import HtmlElement

from pipelines.lexicon.wording import fold
from pipelines.page.text.charset import decoded
from pipelines.page.text.language import language

SETS = ("fundus", "aeb", "wcxb", "waddle")
KINDS = ("language", "words", "repeated", "next", "cipher", "placeholder")
PAGES = {"made": 50, "held": 20}
GROUP = {"made": 5, "held": 4}
"""Pages of one source that give the same text."""
MIN_PARAGRAPHS, MIN_CHARS, MAX_CHARS = 4, 40, 400_000
SPACELESS = ("zh", "ja", "th", "ko")


@dataclass(frozen=True)
class Story:
    """A real page with its story's paragraphs as the truth has them."""

    identity: str
    url: str
    host: str
    language: str
    title: str
    paragraphs: tuple[str, ...]
    body: bytes


@dataclass(frozen=True)
class Made:
    """A page made wrong: paragraphs that must stay, those that must not be in the text, and the source that it is read with."""

    identity: str
    kind: str
    form: str
    url: str
    body: bytes
    own: tuple[str, ...]
    wrong: tuple[str, ...]
    group: str


def stories(folder: Path) -> list[Story]:
    """Stories of the sets under `folder` with at least four paragraphs, in a fixed order."""
    found = []
    for name in SETS:
        for line in (folder / name / "truth.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            body = row.get("body") or ""
            parts = tuple(" ".join(p.split()) for p in re.split(r"\n+", body) if len(p.strip()) >= MIN_CHARS)
            file = folder / name / "pages" / f"{row['id']}.html.gz"
            if len(parts) < MIN_PARAGRAPHS or not file.exists():
                continue
            raw = gzip.decompress(file.read_bytes())
            code, score = language(body)
            if code is None or (score or 0) < 0.6 or len(raw) > MAX_CHARS:
                continue
            url = row.get("url") or f"http://{name}.example/{row['id']}"
            host = row.get("domain") or re.sub(r"^www\.", "", url.split("/")[2])
            title = row.get("title") or body.split("\n")[0]
            found.append(Story(f"{name}-{row['id']}", url, host, code, title, parts, raw))
    return found


def is_held(story: Story) -> bool:
    """True for a story of the publishers, and languages, that only the held set has."""
    return story.language in ("el", "tr", "nl", "it") or hashlib.sha256(story.host.encode()).digest()[0] % 3 == 0


class Faults:
    """Makes the pages of one set."""

    def __init__(self, every: list[Story], of: str) -> None:
        self.of, self.held = of, of == "held"
        self.stories = [story for story in every if is_held(story) == self.held]
        self.by_language: dict[str, list[Story]] = {}
        for story in self.stories:
            self.by_language.setdefault(story.language, []).append(story)

    def pages(self) -> Iterator[Made]:
        """Every page of the set, a kind after the other."""
        for kind in KINDS:
            rnd = random.Random(f"{self.of} {kind}")
            shuffled = rnd.sample(self.stories, len(self.stories))
            makers: dict[str, Callable[..., Made | None]] = {
                "language": self.other_language, "words": self.other_words, "next": self.next_story,
                "cipher": self.cipher, "placeholder": self.placeholder,
            }  # fmt: skip
            if kind == "repeated":
                yield from self.repeated(rnd, shuffled)
                continue
            count = 0
            for story in shuffled:
                made = makers[kind](rnd, story, count)
                if made is not None:
                    count += 1
                    yield made
                if count == PAGES[self.of]:
                    break

    def other(self, rnd: random.Random, story: Story, *, same: bool) -> Story | None:
        """Another publisher's story in the same language, or in another one."""
        pool = self.by_language[story.language] if same else [s for s in self.stories if s.language != story.language]
        pool = [s for s in pool if s.host != story.host]
        return rnd.choice(pool) if pool else None

    def other_language(self, rnd: random.Random, story: Story, number: int) -> Made | None:
        """A text in another language in the story's place, or as a longer box beside the story."""
        other = self.other(rnd, story, same=False)
        if other is None:
            return None
        return self.replaced_or_beside(rnd, story, other, number, "language")

    def other_words(self, rnd: random.Random, story: Story, number: int) -> Made | None:
        """A text about something else, in the same language, in the story's place or beside it."""
        other = self.other(rnd, story, same=True)
        return None if other is None else self.replaced_or_beside(rnd, story, other, number, "words")

    def replaced_or_beside(self, rnd: random.Random, story: Story, other: Story, number: int, kind: str) -> Made | None:
        """Odd pages lose their story to the other text, even ones have it behind the story; the held set has it before."""
        page = Markup(story)
        if not page.is_clear:
            return None
        if number % 2:
            lines = list(other.paragraphs[: rnd.randint(1, 4)] if not self.held else other.paragraphs)
            page.replace(lines)
            return page.made(number, kind, "replaced", (), lines)
        lines = list(other.paragraphs)
        page.beside(lines, before=self.held, name="entry" if self.held else "content")
        return page.made(number, kind, "beside", page.paragraphs, lines)

    def repeated(self, rnd: random.Random, shuffled: list[Story]) -> Iterator[Made]:
        """One promotion in the place of several stories of a source; the held set's has the story's number in it."""
        size = GROUP[self.of]
        count = 0
        by = {code: [s for s in shuffled if s.language == code] for code in self.by_language}
        pools = [pool for _, pool in sorted(by.items()) if len(pool) > 2 * size]
        while count < PAGES[self.of]:
            pool = rnd.choice(pools)
            promo = list(rnd.choice(pool).paragraphs[: rnd.randint(1, 2)])
            group: list[Made] = []
            for story in rnd.sample(pool, len(pool)):
                page = Markup(story)
                if not page.is_clear or fold(promo[0]) in fold(" ".join(story.paragraphs)):
                    continue
                lines = [f"{promo[0]} ({len(group) + 3} min)", *promo[1:]] if self.held else promo
                page.replace(lines)
                group.append(page.made(count + len(group), "repeated", "promo", (), lines, f"source{count}"))
                if len(group) == size:
                    break
            yield from group
            count += len(group)

    def next_story(self, rnd: random.Random, story: Story, number: int) -> Made | None:
        """One or two other stories behind the story's last paragraph, in its box, each under a headline with author or day."""
        page = Markup(story)
        if not page.is_clear:
            return None
        wrong: list[str] = []
        for _ in range(rnd.randint(1, 2)):
            other = self.other(rnd, story, same=True)
            if other is None:
                return None
            page.append(rnd, other, number, held=self.held)
            wrong += other.paragraphs
        return page.made(number, "next", f"form {number % 5}", page.paragraphs, wrong)

    def cipher(self, rnd: random.Random, story: Story, number: int) -> Made | None:
        """The story in letters that nobody can read, on every second page behind two legible paragraphs."""
        page = Markup(story)
        if story.language in SPACELESS or not page.is_clear:
            return None
        forms = HELD_CIPHERS if self.held else CIPHERS
        form = list(forms)[number % len(forms)]
        kept = 2 * (number // len(forms) % 2)
        wrong = page.each(lambda text: forms[form](text, random.Random(f"{text[:40]}")), kept)
        return page.made(number, "cipher", form, page.paragraphs[:kept], wrong) if len(wrong) > 1 else None

    def placeholder(self, rnd: random.Random, story: Story, number: int) -> Made | None:
        """Words of a template in the story's place, or among its paragraphs."""
        page = Markup(story)
        if not page.is_clear:
            return None
        forms = HELD_PLACEHOLDERS if self.held else PLACEHOLDERS
        lines = list(forms[number % len(forms)])
        if number // len(forms) % 2:
            page.replace(lines)
            return page.made(number, "placeholder", "replaced", (), lines)
        page.among(lines)
        return page.made(number, "placeholder", "among", page.paragraphs, lines)


class Markup:
    """The markup of a page, and the elements that hold its story."""

    def __init__(self, story: Story) -> None:
        self.story = story
        text, _ = decoded(story.body, None)[:2]
        self.tree: HtmlElement = html.fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", text) or "<p>")
        wanted = {fold(line) for line in story.paragraphs}
        held = [e for e in self.tree.iter("p") if fold(" ".join(str(e.text_content()).split())) in wanted]
        parents = [e.getparent() for e in held]
        box = max(set(parents), key=lambda p: (parents.count(p), str(p)), default=None) if parents else None
        self.box = box
        self.elements = [e for e in held if e.getparent() is box]
        self.paragraphs = tuple(" ".join(str(e.text_content()).split()) for e in self.elements)

    @property
    def is_clear(self) -> bool:
        """True if most of the story stands in paragraphs of one box."""
        known = sum(map(len, self.story.paragraphs))
        return len(self.elements) >= MIN_PARAGRAPHS and sum(map(len, self.paragraphs)) > 0.8 * known

    def replace(self, lines: list[str]) -> None:
        """Put these paragraphs in the place of the story's."""
        assert self.box is not None
        at = self.box.index(self.elements[0])
        self.without_story_elsewhere()
        for element in self.elements:
            element.drop_tree()
        for place, line in enumerate(lines):
            self.box.insert(at + place, paragraph(line))

    def beside(self, lines: list[str], *, before: bool, name: str) -> None:
        """Put these paragraphs in a box of their own beside the story's."""
        assert self.box is not None
        other = html.Element("div", {"class": name})
        for line in lines:
            other.append(paragraph(line))
        (self.box.addprevious if before else self.box.addnext)(other)

    def append(self, rnd: random.Random, other: Story, number: int, *, held: bool) -> None:
        """Put another story behind the last paragraph of this one."""
        at: Any = self.elements[-1]
        while at.getnext() is not None and at.getnext().tag == "section":
            at = at.getnext()
        for fragment in headed(rnd, other, number % 5, held=held):
            element = html.fromstring(fragment)
            last = self.elements[-1].getparent()
            assert last is not None
            last.append(element)

    def each(self, change: Callable[[str], str], kept: int) -> list[str]:
        """Change every paragraph but the first `kept`; the changed ones."""
        self.without_story_elsewhere()
        changed = []
        for element, line in zip(self.elements[kept:], self.paragraphs[kept:], strict=True):
            element.clear()
            element.text = change(line)
            changed.append(str(element.text))
        return changed

    def among(self, lines: list[str]) -> None:
        """Put these lines between the story's paragraphs."""
        for place, line in enumerate(lines):
            self.elements[place % len(self.elements)].addnext(paragraph(line))

    def without_story_elsewhere(self) -> None:
        """Take the story out of the page's scripts, where it would stand a second time."""
        for script in list(self.tree.iter("script")):
            if script.get("type") != "application/ld+json":
                script.drop_tree()
            elif script.text:
                script.text = re.sub(r'"articleBody"\s*:\s*"(?:[^"\\]|\\.)*"\s*,?', "", script.text)

    def made(
        self, number: int, kind: str, form: str, own: tuple[str, ...], wrong: list[str], group: str | None = None
    ) -> Made:
        """The page as bytes. Lines that are the story's as well are not wrong."""
        known = fold(" ".join(self.story.paragraphs)) if own or kind == "cipher" else ""
        lines = tuple(line for line in wrong if fold(line) not in known)
        body = etree.tostring(self.tree, method="html", encoding="utf-8", doctype="<!DOCTYPE html>")
        body = re.sub(rb"<meta[^>]*charset[^>]*>", b"", body, flags=re.IGNORECASE)
        body = re.sub(rb"<head\b[^>]*>", rb'\g<0><meta charset="utf-8">', body, count=1)
        identity = f"{kind}-{number}"
        host = f"http://{group}.example/{number}" if group else self.story.url
        return Made(identity, kind, form, host, body, own, lines, group or identity)


def paragraph(line: str) -> HtmlElement:
    """A paragraph with this text."""
    element: HtmlElement = html.Element("p")
    element.text = line
    return element


def headed(rnd: random.Random, other: Story, form: int, *, held: bool) -> Iterator[str]:
    """The markup of another story with its headline, and author, day or share bar."""
    from html import escape

    title = escape(other.title)
    body = "".join(f"<p>{escape(line)}</p>" for line in other.paragraphs)
    who, day = rnd.choice(("Jane Doe", "Max Roe", "Anna Novak")), f"2024-0{rnd.randint(1, 9)}-1{rnd.randint(0, 9)}"
    share = '<ul class="share"><li><a href="https://www.facebook.com/sharer.php?u=x">Facebook</a></li></ul>'
    shown = {
        0: f'<h2>{title}</h2><div class="byline">By {who}</div><time datetime="{day}">{day}</time>{body}',
        1: f'<div class="post"><h2><a href="/next-{form}">{title}</a></h2><span class="date">{day}</span>{body}</div>',
        2: f'<section><h3>{title}</h3><p class="author">By {who}</p>{share}{body}</section>',
        3: f"<h2>{title}</h2>{share}{body}",
        4: f'<div><h1>{title}</h1><div class="meta">{who} | {day}</div>{body}</div>',
    }
    unseen = {
        0: f'<hr><p class="headline"><strong>{title}</strong></p><p class="byline">By {who}</p>{body}',
        1: f'<div class="title">{title}</div><time datetime="{day}">{day}</time>{body}',
        2: f'<h4>{title}</h4><div class="info"><a href="/author/x">{who}</a></div>{body}',
        3: f'<div class="story-2"><div class="head"><h3>{title}</h3>{share}</div><div class="text">{body}</div></div>',
        4: f'<p><a href="/next">{title}</a></p><p><small>{who}, {day}</small></p>{body}',
    }
    yield f"<div>{unseen[form]}</div>" if held else f"<div>{shown[form]}</div>"


def shifted(text: str, by: int) -> str:
    """Every letter moved within its alphabet."""
    out = []
    for letter in text:
        for first, size in (("a", 26), ("A", 26), ("а", 32), ("А", 32), ("α", 25), ("Α", 25)):
            place = ord(letter) - ord(first)
            if 0 <= place < size:
                letter = chr(ord(first) + (place + by) % size)
                break
        out.append(letter)
    return "".join(out)


def substituted(text: str, alphabet: str, by: str) -> str:
    """Every letter of an alphabet exchanged for that at its place in another."""
    return text.translate(str.maketrans(alphabet + alphabet.upper(), by + by.upper()))


def in_words(text: str, change: Callable[[str], str]) -> str:
    """Every word changed by itself."""
    return re.sub(r"[^\W\d_]+", lambda word: change(word[0]), text)


LATIN, RUSSIAN = "abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя"
KEYED = "qwertzuiopasdfghjklyxcvbnm"
Cipher = Callable[[str, random.Random], str]
CIPHERS: dict[str, Cipher] = {
    "shift 1": lambda text, _: shifted(text, 1),
    "shift 13": lambda text, _: shifted(text, 13),
    "letters mixed": lambda text, rnd: in_words(text, lambda word: "".join(rnd.sample(word, len(word)))),
    "shift 5": lambda text, _: shifted(text, 5),
    "backwards": lambda text, _: in_words(text, lambda word: word[::-1]),
}
HELD_CIPHERS: dict[str, Cipher] = {
    "mirrored alphabet": lambda text, _: substituted(substituted(text, LATIN, LATIN[::-1]), RUSSIAN, RUSSIAN[::-1]),
    "keyed alphabet": lambda text, _: substituted(substituted(text, LATIN, KEYED), RUSSIAN, RUSSIAN[7:] + RUSSIAN[:7]),
    "random letters": lambda text, rnd: in_words(text, lambda word: "".join(rnd.choice(LATIN) for _ in word)),
    "shift back": lambda text, _: shifted(text, -1),
}
LOREM = (
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua.",
    "Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat.",
    "Duis aute irure dolor in reprehenderit in voluptate velit esse cillum dolore eu fugiat nulla pariatur.",
)
PLACEHOLDERS: tuple[tuple[str, ...], ...] = (
    LOREM,
    ("Loading…", "Loading article, please wait…", "Loading…", "Please wait while the content is loading..."),
    (
        "{{ article.lead }}",
        "{{ article.body | safe }}",
        "By {{ author.name }} on {{ article.published_at }} for {{ site.name }}",
    ),
    (
        "$$PLACEHOLDER$$",
        "$$ARTICLE_TEXT$$ $$ARTICLE_TEXT_CONTINUED$$",
        "$$PLACEHOLDER$$ $$PLACEHOLDER$$ $$PLACEHOLDER$$",
    ),
    (
        "${story.paragraphs[0]} ${story.paragraphs[1]} and ${story.rest}",
        "${story.summary}",
        "${i18n.readMoreAboutThisTopic}",
    ),
)
HELD_PLACEHOLDERS: tuple[tuple[str, ...], ...] = (
    (
        "Sed ut perspiciatis unde omnis iste natus error sit voluptatem accusantium doloremque laudantium, totam rem aperiam.",
        "Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos.",
    ),
    (
        "<%= story.lead %> <%= story.text %> <%= story.more %>",
        "<%= render partial: 'story/body', locals: { story: story } %>",
    ),
    ("[[article.body]] [[article.more]] [[article.author]]", "[[ t('article.subscribe_to_read_more_of_this') ]]"),
    ("%%ARTICLE_BODY%% %%ARTICLE_FOOTER%% %%ARTICLE_MORE%%", "%ARTICLE_TEXT% %AUTHOR_NAME% %PUBLISHED_AT%"),
    (
        "undefined undefined undefined undefined undefined",
        "[object Object] [object Object] [object Object] [object Object]",
    ),
    ("Caricamento in corso…", "Wird geladen…", "Cargando…", "Chargement en cours…"),
)
