"""Who wrote the story: people in the order of the byline, never the outlet, a desk or a role."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from pipelines.extract.headline.site_names import ends_of, front_names, site_names, unaccented
from pipelines.extract.people.author_labels import in_boxes, in_tooltips, labelled
from pipelines.extract.people.bylines import (
    from_byline,
    from_microdata,
    signs_unseen,
)
from pipelines.extract.people.candidates import candidates
from pipelines.extract.people.chinese_credits import apart, is_chinese
from pipelines.extract.people.declared import (
    authored,
    from_dated_page,
    from_jsonld,
    from_meta,
    from_microformats,
    named_people,
    own_sites,
    publishers_of,
)
from pipelines.extract.people.endings import at_end, credited_by_agency, in_standfirst, is_vietnamese
from pipelines.extract.people.judge import judged, place_share
from pipelines.extract.people.near_headline import in_meta_line, near_headline
from pipelines.extract.people.profiles import from_profiles
from pipelines.extract.people.reporters import in_credits, in_text
from pipelines.extract.people.signatures import ORGANISATION, is_east_asian, is_full_name, read_names
from pipelines.extract.people.signed_lines import LIST, alone, anywhere, signers, under_headline
from pipelines.lexicon.agencies import agency
from pipelines.lexicon.by_words import PREFIX, says_by
from pipelines.lexicon.data import entries
from pipelines.lexicon.given_names import given
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.wording import fold, tidy, words
from pipelines.page.page import Page
from pipelines.page.text.mojibake import repaired

Place = Callable[[Page], Iterable[str]]

DECLARED: tuple[Place, ...] = (from_jsonld, from_meta)
SHOWN: tuple[Place, ...] = (under_headline, from_microdata, from_byline, from_profiles, labelled, in_boxes, in_credits)
"""Places that readers see, before which a `<meta>` yields: a shop, an agency or whoever made the site may fill it in."""
ACCOUNTED: tuple[Place, ...] = (from_microdata, from_profiles, in_boxes)
"""Those of them that show who has a page at the paper: one person there signs before a declared login or house."""
SIGNED: tuple[Place, ...] = (*DECLARED, from_microdata, from_profiles)
"""Places that hold nothing but authors, so that whatever stands there was signed."""
PLACES: tuple[Place, ...] = (
    *DECLARED,
    from_microdata,
    under_headline,
    from_byline,
    from_profiles,
    in_standfirst,
    anywhere,
    labelled,
    in_tooltips,
    in_meta_line,
    in_text,
    in_boxes,
    near_headline,
    credited_by_agency,
    alone,
    from_dated_page,
    at_end,
)
"""Where authors stand, in the order in which the places are trusted."""

FROM = pattern(r"^<<people.paper_of>>\s+", re.IGNORECASE)
"""What a line may say before the paper, where it tells whence somebody writes: `Jane Doe, do UOL`."""
PAPER = pattern(r"<<people.article>>\s\S+")
"""An article and a word, which sign at a host of these letters for the paper: `El Faro`, at `elfaro.example`."""
HOUSE_WORD = pattern(r"<<people.paper_end>>$", re.IGNORECASE)
"""How one word ends that is a house's where its host is called so: `ternnews`."""
SOURCED = pattern(r"\s*<<people.retold>>\s")
"""How Vietnamese lines begin that say from which paper a story is, or whose words it retells."""
SHORT_FORM = re.compile(r"[B-DF-HJ-NP-TV-XZ]{3,5}\s(?=\S*[a-z])")
"""Capitals without a vowel before a word, which are a house where they name its host: `NPR Berlin`."""
OUTLET = pattern("(?:<<people.outlet_end>>|[讯訊])$")
"""How the name of a Chinese paper or site ends."""
JOINS = pattern(r"\s(?:<<people.and|people.and_names>>|&)\s")
"""The word before the last of a list of people."""
MAX_JOINER_CHARS = 12
"""Characters around a name in which such a word stands."""
INITIAL = re.compile(r"[A-Z]+ [A-Z]\. [A-Z]+")
"""A person in capitals, whom the initial tells from a channel or a town: `JANE P. DOE`."""
MIN_HOUSE_CHARS = 5
"""Letters of a name that may be the beginning or the end of the site's."""
MAX_AUTHORS = 40
"""Authors of a story; a place that names more is a list of other people, as of those whom a study cites."""


class Ruled(NamedTuple):
    """Whom the rules name: people in the order of the byline, the agency credited there, how many authors are organisations, the
    place that names the people, and those of them (folds) whom another place names, too.
    """

    people: tuple[str, ...]
    agency: str | None
    organised: int
    place: str
    agreed: frozenset[str]

    @property
    def is_silent(self) -> bool:
        """True if the rules name nobody: no person, no agency, no organisation that signs instead."""
        return not (self.people or self.agency or self.organised)


def authors(page: Page, last: tuple[Place, ...] = ()) -> tuple[tuple[str, ...], str | None]:
    """People of the byline and the agency that is credited there; `last`: where else to look, after all other places.

    Where the rules name nobody, the judge chooses among the full names at the headline and behind the story.
    """
    found = ruled(page, last)
    return tuple(name for name, _ in believed(page, found)), found.agency


def believed(page: Page, found: Ruled) -> list[tuple[str, float]]:
    """The people whom the rules name or, where they are silent, whom the judge supposes to be the authors; each with the share of
    right names among those found in the same way.
    """
    if found.is_silent:
        return judged(candidates(page, publishers_of(page), found.organised))
    return [(name, place_share(found.place, agreed=fold(name) in found.agreed)) for name in found.people]


def ruled(page: Page, last: tuple[Place, ...] = ()) -> Ruled:
    """The first place that names people wins, but for accounts: a declared author who shares no word with the by-line under
    the headline (or, in a meta element, with whoever signs at the headline in any other way) only uploaded the story, and one
    whom the page's own markup joins with others wrote it with them. Some systems declare the first few of many only.
    """
    outlets, organised = publishers_of(page), authored(page, "Organization")
    known = outlets | {fold(name) for name in organised if " " not in name}
    page_signers, hosts = _Signers(page, known), host_words(page)
    said = dict(page.meta)
    editors = {fold(said.get("content_editor", ""))} - {fold(said.get("content_author", ""))}
    credited: str | None = None
    people: list[str] = []
    for place in (*PLACES, *last):
        if place in (near_headline, at_end) and (credited or organised):
            continue  # the agency's or the house's story
        people, wire = page_signers.named(place)
        credited = credited or wire
        if place is from_meta:
            people = [name for name in people if " " in name or fold(name) not in hosts or _may_write_there(name)]
        if place in DECLARED and said.get("content_author"):
            people = [name for name in people if fold(name) not in editors]
        if 0 < len(people) <= MAX_AUTHORS:
            break
    else:
        people = []
    if people and (place in DECLARED or (place is from_microdata and signs_unseen(page))):
        people = page_signers.signed(people, (under_headline,) if place is not from_meta else SHOWN)
    wires = (agency(name) for name in organised if fold(name) not in outlets)
    own = own_sites(page)
    sites = (site_names(page) - hosts) | outlets
    ends = {fold(end) for end, _ in ends_of(page.title or "")} if any(map(is_east_asian, people)) else set()
    people = [one for name in people for one in apart(without_house(name, sites | ends))]
    wire = credited or next((wire for wire in wires if wire), None)
    names = signed(without_site_name(people, page), sites - own, hosts - own)[:MAX_AUTHORS]
    agreed = page_signers.named_besides(place) if names else frozenset()
    return Ruled(tuple(names), wire, len(organised), place.__name__, agreed)


@dataclass(frozen=True)
class _Signers:
    """Whom each place of a page names, read once; `outlets` are folds of names of houses."""

    page: Page
    outlets: set[str]
    texts: dict[Place, list[str]] = field(default_factory=dict)
    found: dict[Place, tuple[list[str], str | None]] = field(default_factory=dict)

    def said(self, place: Place) -> list[str]:
        """What a place says, with broken letters mended."""
        if place not in self.texts:
            said = (repaired(text)[0] for text in place(self.page))
            sourced = place is not from_jsonld and is_vietnamese(self.page)
            self.texts[place] = [text for text in said if not (sourced and SOURCED.match(text))]
        return self.texts[place]

    def named(self, place: Place) -> tuple[list[str], str | None]:
        """The people that a place names, each once, and the first agency."""
        if place not in self.found:
            self.found[place] = self._read(place)
        people, wire = self.found[place]
        return [*people], wire

    def named_besides(self, place: Place) -> frozenset[str]:
        """Folds of the people whom the other places name that have been read so far."""
        return frozenset(
            fold(name) for other, (people, _) in self.found.items() if other is not place for name in people
        )

    def _read(self, place: Place) -> tuple[list[str], str | None]:
        people: list[str] = []
        credited: str | None = None
        persons = authored(self.page, "Person") if place is from_jsonld else []
        for raw in self.said(place):
            signs = place in SIGNED or (place is from_byline and says_by(raw))
            found, wire = read_names(raw, self.outlets, pen_names=signs, person=raw in persons)
            if place in (under_headline, anywhere):
                found = [name for name in signers(raw) if fold(name) not in self.outlets]
            said = self.outlets | {fold(name) for name in people}
            people += [name for name in dict.fromkeys(found) if fold(name) not in said]
            credited = credited or wire
        return people, credited

    def signed(self, declared: list[str], shown_by: tuple[Place, ...]) -> list[str]:
        """The declared people, as the page signs them: by others in the first place of `shown_by` that names any, or with
        others there or in markup.
        """
        declared = [self._written_out(name) for name in declared]
        for place in shown_by:
            shown = self.named(place)[0]
            if not shown:
                continue
            if not _words_of(declared).isdisjoint(_words_of(shown)):
                break
            signs = (
                place in ACCOUNTED and len(shown) == 1 and not all(is_full_name(name, signed=True) for name in declared)
            )
            if place in (under_headline, in_credits) or signs or self._are_at_headline(shown, declared):
                return shown
        own = {fold(name) for name in declared}
        line, _ = self.named(under_headline)
        if len(declared) > 1 and own <= set(map(fold, line)):  # in the order that readers see
            spelled = {fold(name): name for name in declared}
            return [spelled[fold(name)] for name in line] if len(line) == len(own) else line
        for place in (from_microdata, from_microformats):
            shown = self.named(place)[0]
            if own < set(map(fold, shown)):
                return shown
        for place in (from_byline, from_profiles) if len(declared) > 1 else ():
            shown = self.named(place)[0]
            if own < set(map(fold, shown)) and all(is_full_name(name, signed=True) for name in shown):
                return shown
        return self._joined(declared) or [*declared, *self._contributors(declared)]

    def _are_at_headline(self, shown: list[str], declared: list[str]) -> bool:
        """True if the text at the headline has the names that are shown, and none that is declared; without one, too."""
        said = self.page.surroundings.at_headline
        return not said or (all(name in said for name in shown) and not any(name in said for name in declared))

    def _written_out(self, name: str) -> str:
        """A declared author who is one word, as the page writes the same letters: `jane-doe` → `Jane Doe`."""
        places = () if " " in name else (from_microdata, under_headline, from_byline, from_profiles)
        shown = (one for place in places for one in self.named(place)[0])
        return next((one for one in shown if " " in one and fold(one) == fold(name)), name)

    def _joined(self, declared: list[str]) -> list[str]:
        """The names of a byline that joins others to the declared ones: `Jane Doe and Max Roe`."""
        if not any(_is_joined(name, self.page.text) for name in declared):
            return []
        own, lines = {fold(name) for name in declared}, map(joined_names, self.said(from_byline))
        return next((names for names in lines if own < set(map(fold, names))), [])

    def _contributors(self, declared: list[str]) -> list[str]:
        """The contributors of structured data whom the page shows as authors, too: Ghost declares one author of several so."""
        given = [tidy(one["name"]) for one in named_people(self.page, "Person", ("contributor",))]
        shown = [name for place in (from_byline, from_profiles) for name in self.named(place)[0]] if given else []
        said = {fold(name) for name in shown} - {fold(name) for name in declared}
        return [name for name in dict.fromkeys(given) if fold(name) in said]


def _is_joined(name: str, markup: str) -> bool:
    """True if a word that joins people stands beside a name, wherever a page has it.

    >>> _is_joined("ana", "anana and Max Roe"), _is_joined("", "Jane Doe")
    (True, False)
    """
    at = markup.find(name)
    while at >= 0:
        end = at + len(name)
        before = (found.end() for found in JOINS.finditer(markup, max(0, at - MAX_JOINER_CHARS), at))
        if JOINS.match(markup, end, end + MAX_JOINER_CHARS) or at in before:
            return True
        at = markup.find(name, at + 1)
    return False


def _words_of(people: list[str]) -> set[str]:
    """The words of names; an East Asian name is one, as two people often share a character."""
    return {word for name in people for word in ((name,) if is_east_asian(name) else words(name))}


def joined_names(byline: str) -> list[str]:
    """The names of a byline that is nothing but full names and the words that join them.

    >>> joined_names("By Jane Doe, Max Poe and John Roe"), joined_names("Jane Doe, Community Expert")
    (['Jane Doe', 'Max Poe', 'John Roe'], [])
    """
    said = PREFIX.sub("", byline).strip()
    names = LIST.split(said)
    if not JOINS.search(said) or read_names(byline, set())[0] != names:
        return []
    return names if all(is_full_name(name, signed=True) for name in names) else []


def signed(people: list[str], sites: set[str], hosts: set[str]) -> list[str]:
    """Without names that are another of them with a word or the site more, without the site behind somebody, and without
    shouted ones among others: a channel, a town. `sites` are folds of the site's names, `hosts` those of the words of its host,
    which may be the name of somebody who writes there: `janedoe.example`.

    >>> signed(["Jane Doe", "Jane Doe Gardener", "La Tribune Jane Doe", "La Tribune", "RADIO NORTH"], {"latribune"}, set())
    ['Jane Doe']
    """
    shouted = [name for name in people if name.isupper() and not INITIAL.fullmatch(name)]
    kept = people if len(shouted) == len(people) else [name for name in people if name not in shouted]
    houses = {name for name in kept[1:] if _is_site(FROM.sub("", name), sites, hosts)}
    houses |= {name for name in kept[:1] if FROM.match(name) and _is_site(FROM.sub("", name), sites, hosts)}
    houses |= {name for name in kept[:1] if PAPER.fullmatch(name) and _names_host(fold(unaccented(name)), sites, hosts)}
    houses |= {name for name in kept if SHORT_FORM.match(name) and fold(name.split()[0]) in hosts}
    houses |= {
        name
        for name in kept
        for other in kept
        if name.endswith(f" {other}") and _is_site(name[: -len(other)].strip(), sites, hosts)
    }
    kept = [name for name in kept if name not in houses]
    return [name for name in kept if not any(name.startswith(f"{other} ") for other in kept)]


def without_site_name(people: list[str], page: Page) -> list[str]:
    """Without names that begin or end what a link to the front page and the end of the title call the site, as papers without
    any other name sign: `El Faro` of El Faro del Duero. Who bears a given name, or is a login, may have a site of that name.
    """
    may_be = (name for name in people if name[:1].isupper() and not given(name))
    said = {name: fold(name) for name in may_be if len(fold(name)) >= MIN_HOUSE_CHARS}

    def within(sites: Iterable[str]) -> set[str]:
        return {name for name, own in said.items() if any(site.startswith(own) or site.endswith(own) for site in sites)}

    if not said or not within(fold(end) for end, _ in ends_of(page.title or "")):
        return people
    houses = within(front_names(page, [page.title or ""]))
    return [name for name in people if name not in houses]


def without_house(name: str, sites: set[str]) -> str:
    """A Chinese name without the word before it that is a paper by its last character, and begins the site's name, or is that
    without `网` (web). `sites` are folds of the site's names.

    >>> without_house("港报 王明", {"港报网"}), without_house("港新 王明", {"港新网"}), without_house("山口 高志", {"山口新聞"})
    ('王明', '王明', '山口 高志')
    """
    house, _, own = name.partition(" ")
    said = fold(house)
    is_house = not sites.isdisjoint((f"{said}网", f"{said}網")) or (
        OUTLET.search(house) is not None and any(site.startswith(said) for site in sites)
    )
    return own if is_house and is_chinese(own) else name


def _names_host(said: str, sites: set[str], hosts: set[str]) -> bool:
    """True for a word of the host, or the beginning of one where the site's name goes on with `of`: `lavoz`, `lavozdelpuerto`."""
    longer = tuple(said + of for of in entries("people.paper_of"))
    return said in hosts or any(site.startswith(longer) and host.startswith(said) for site in sites for host in hosts)


def _is_site(name: str, sites: set[str], hosts: set[str]) -> bool:
    said = fold(unaccented(name))
    return said in sites or (
        said in hosts and (not is_full_name(name, signed=True) or ORGANISATION.search(name) is not None)
    )


def host_words(page: Page) -> set[str]:
    """The words of the page's host but for the last: `noticias.uol.example` → `noticias`, `uol`."""
    words_of_host = (urlsplit(page.url).hostname or "").split(".")[:-1]
    return {fold(word) for word in words_of_host}


def _may_write_there(name: str) -> bool:
    """True if one word that the host is called by can be who writes there: `jwz`, `DeLong`; not `Tern`, `ternnews`."""
    return not name.istitle() and HOUSE_WORD.search(name) is None
