"""Incidents in words: their cause, whose they are and since when, and what helps."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.base.neutral import code_in_markdown as in_code
from pipelines.base.neutral import in_markdown as escaped
from pipelines.health.incidents.incident import OPEN, Incident
from pipelines.health.incidents.missing import MISSING
from pipelines.health.incidents.morning import EARLIER, NEW, OVER, PUT_OFF, Block, Morning, Paper
from pipelines.health.tonight import ERROR
from pipelines.lake.values import HealthCheck as Is
from pipelines.night.window import REPORTED_NIGHTS

CAUSES = {
    MISSING: "not crawled to the end",
    Is.NO_ANSWER: "does not answer",
    Is.TIMEOUTS: "does not answer in time",
    Is.SERVER_ERRORS: "answers with server errors",
    Is.TOO_MANY_REQUESTS: "says that we ask too often",
    Is.REFUSED: "refuses our requests",
    Is.GONE: "most stories are gone",
    Is.ROBOTS: "robots.txt denies most pages",
    Is.MOVED: "redirects to another site",
    Is.LOOPS: "redirects in a circle",
    Is.REDIRECTS: "most pages redirect to one page",
    Is.CHALLENGE: "asks whether we are human",
    Is.NOT_FOUND: "pages say that there is no such page",
    Is.CONSENT_WALL: "asks for consent first",
    Is.LOGIN_WALL: "asks to log in or to subscribe",
    Is.LOGIN_FAILED: "the login did not work",
    Is.CUT_SHORT: "stories end early",
    Is.SCRIPT_ONLY: "only scripts show the text",
    Is.RENDER_BUDGET: "pages were not drawn",
    Is.API_CHANGED: "stories are no longer at their API",
    Is.NOTHING_FOUND: "no story was ever found",
    Is.LIST_BY_FORM: "lists go on behind a form",
    Is.SAME_PAGE: "one text at most addresses",
    Is.SAME_TITLE: "one title for most stories",
    Is.ENCODING: "characters are lost or misread",
    Is.LANGUAGE: "another language",
    Is.TITLES: "titles are not as they were",
    Is.OFF_TOPIC: "texts of other stories",
    Is.TEMPLATE: "pages are not as they were",
    Is.UNREADABLE: "pages cannot be read",
    Is.AUTHORS: "authors are not as they were",
    Is.DATES: "dates are not the stories' own",
    Is.FUTURE_DATES: "dates of the future",
    Is.FEED_EMPTY: "a feed is empty",
    Is.FEED_STALE: "a feed stands still",
    Is.STALE_PAGES: "the front page stands still",
    Is.VOLUME: "another number of stories than usual",
    Is.REPEATED: "known stories at new addresses",
    Is.SLOW: "answers slowly",
    Is.RIGHTS: "rights were changed",
}
"""The cause of an incident in some words, by its check."""


def cause(block: Block) -> str:
    """The cause of a block in some words, and whether it holds nights back."""
    said = CAUSES.get(block.check, block.check.replace("_", " "))
    held = any(one.held_back for line in block.lines for one in line)
    return f"{said} (held back)" if held else said


def commands(one: Incident) -> list[str]:
    """What helps against an incident: commands, the most likely first."""
    found = [f"dateline release {one.source} {one.last_night}"] if one.held_back else []
    found += [one.command] if one.command else []
    if one.state == OPEN:
        about = "" if one.check == MISSING else f" {one.check}"
        found.append(f"dateline acknowledge {shlex.quote(one.source)}{about} --note …")
    return found


def since(one: Incident, night: date) -> str:
    """Since when, in words: "since 3 February, 10 nights"; empty if it began tonight.

    Nights before those of a report are not counted: then the day alone.
    """
    if one.first_night == night:
        return ""
    year = f" {one.first_night.year}" if one.first_night.year != night.year else ""
    day = f"since {one.first_night.day} {one.first_night:%B}{year}"
    is_counted = (night - one.first_night).days < REPORTED_NIGHTS
    return f"{day}, {one.nights} night{'s' * (one.nights > 1)}" if is_counted else day


def sentence(line: Sequence[Incident], papers: Mapping[str, Paper], night: date) -> str:
    """A line of the list in words: whose, what, since when.

    Sources of one site are named together, ten of them at most.
    """
    names = [papers[one.source].name if one.source in papers else one.source for one in line]
    who = names[0] if len(names) == 1 else f"{len(names)} papers, {', '.join(names[:NAMED])}"
    who += f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    when = since(line[0], night)
    return f"{who}: {line[0].sentence}" + (f", {when}" if when else "")


NAMED = 10
"""Papers of one site that are named."""


def line_in_words(line: Sequence[Incident], morning: Morning) -> str:
    """A line with its commands on one line, for alerts and logs."""
    return f"{sentence(line, morning.papers, morning.night)}; {'; '.join(commands(line[0])[:2])}"


def new_in_words(morning: Morning) -> list[str]:
    """The lines of incidents that are new tonight, each with its cause."""
    return new_by_group(morning, ()).get("", [])


def new_by_group(morning: Morning, groups: Collection[str]) -> dict[str, list[str]]:
    """The lines of incidents that are new tonight, by group of their sources; those of other groups than `groups` under "".

    The sources of one line that are in different groups are in a line of each.
    """
    found: dict[str, list[str]] = {}
    for block, line in ((each, line) for each in morning.of(NEW) for line in each.lines):
        parts: dict[str, list[Incident]] = {}
        for one in line:
            own = morning.papers[one.source].group if one.source in morning.papers else None
            parts.setdefault(own if own and own in groups else "", []).append(one)
        for group, part in parts.items():
            found.setdefault(group, []).append(f"{cause(block)}: {line_in_words(part, morning)}")
    return found


def printed(morning: Morning, *, every: bool = False, program: str = "dateline") -> Iterator[str]:
    """The night for a terminal; with `every`, also what was acknowledged or is over. `program` is how its reader calls it."""
    yield f"Night of {morning.night:%A}, {morning.night.day} {morning.night:%B %Y}: {morning.totals}."
    for group in (NEW, EARLIER, *((PUT_OFF, OVER) if every else ())):
        for number, block in enumerate(morning.of(group)):
            if not number:
                yield f"\n{group}"
            yield f"  {cause(block)}"
            for line in block.lines:
                yield f"    {sentence(line, morning.papers, morning.night)}"
                if group in (NEW, EARLIER):
                    yield from (f"        {command.replace('dateline', program, 1)}" for command in commands(line[0]))
    if not every and (folded := morning.sources(PUT_OFF)):
        yield f"\n{len(folded)} acknowledged or put off: {program} morning {morning.night} --all"


def in_markdown(morning: Morning) -> str:
    """The night as Markdown: totals, then incidents by group and cause, with their commands."""
    lines = [f"**{morning.totals}**"]
    for group in (NEW, EARLIER, PUT_OFF, OVER):
        blocks = morning.of(group)
        lines += ["", f"### {group}"] if blocks else []
        for block in blocks:
            for line in block.lines:
                said = escaped(sentence(line, morning.papers, morning.night))
                lines.append(
                    f"- **{cause(block)}**: {said}" + "".join(f"<br>{in_code(each)}" for each in commands(line[0]))
                )
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is amiss about a source on a night, in words: a sentence, whether its night is held back, and details."""

    sentence: str
    held_back: bool
    details: Mapping[str, str]


def verdicts(morning: Morning) -> dict[str, Verdict]:
    """The open incidents of each source that has any; several are in one sentence, errors first."""
    by_source: dict[str, list[tuple[str, Incident]]] = {}
    for group in (NEW, EARLIER, PUT_OFF):
        for block in morning.of(group):
            for one in (one for line in block.lines for one in line):
                by_source.setdefault(one.source, []).append((cause(block), one))
    return {source: _verdict(found, morning.night) for source, found in by_source.items()}


def _verdict(found: Sequence[tuple[str, Incident]], night: date) -> Verdict:
    in_order = sorted(found, key=lambda each: each[1].severity != ERROR)
    details: dict[str, str] = {}
    for _, one in in_order:
        details.setdefault("since", str(one.first_night))
        details |= {f"example_{one.check}": one.url} if one.url else {}
        details |= {"known_by": f"{one.by or 'somebody'}: {one.note or one.state}"} if one.by or one.note else {}
        for command in commands(one):
            details.setdefault(command.split()[1], command)
    said = "; ".join(
        f"{why}: {one.sentence}" + (f", {when}" if (when := since(one, night)) else "") for why, one in in_order
    )
    return Verdict(said, any(one.held_back for _, one in found), details)
