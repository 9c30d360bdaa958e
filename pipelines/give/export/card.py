"""The dataset card: what a dataset holds, how it was collected and chosen, what was left out, in the Hub's README format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipelines.base.counted import counted
from pipelines.base.neutral import in_markdown, on_one_line
from pipelines.give.export.card_head import head
from pipelines.give.export.facts import UNKNOWN, Facts
from pipelines.give.export.kinds import kind_named
from pipelines.give.export.recipe import Recipe

PLOT = "dates.svg"
MAX_VALUE_ROWS = 50
"""Rows of a table of values; the others are summed up in one more."""
MAX_SIGNALS_PER_SOURCE = 3
REASONS = {
    "training_disallowed": "a signal disallows training",
    "rights_unknown": "nothing says that training is allowed, and the recipe does not take that",
    "same_words_disallowed": "a near-duplicate of it disallows training",
    "not_asked_for": "the recipe's condition does not hold",
    "other_language": "in another language",
    "other_source": "of another source",
    "other_kind": "of another kind",
    "other_precision": "dated less precisely than asked for",
    "date_not_sure_enough": "the date is not sure enough",
    "other_length": "shorter or longer than asked for",
    "other_dates": "not from the days asked for",
    "copy_of_a_text_taken_down": "a copy of an article that was taken down",
    "in_another_dataset": "in a dataset that this one is disjoint from",
    "copies_of_another": "a near-duplicate of one that was taken",
    "tellings_of_another": "tells the event of one that was taken",
    "copies_in_another_split": "a near-duplicate of one in an earlier split",
    "event_in_another_split": "tells an event that stands in an earlier split",
    "date_straddles_a_bound": "may be from either side of a date that parts two splits",
    "in_no_split": "meets the conditions of no split",
    "revised_since": "from before the date that ends its split, but the text was changed after it",
    "in_no_row": "the corpus has no row of this kind that it is in, with all works of the row taken in one split",
    "other_quality": "a quality statistic is outside the recipe's bounds",
    "quotes_a_named_text": "quotes 13 words or more of a text that no row may quote",
    "text_in_another_split": "half of its 13-word passages or more stand in texts of another split",
    "beyond_the_mixture": "the mixture of the recipe has no room for it",
}
"""An explanation of each reason, for the table of articles left out."""

COPIES = {
    "one": "one article of each cluster of near-duplicates is taken, the origin",
    "all": "all near-duplicates are taken",
    "one per event": "one article of each event is taken, the first origin, and one of each cluster of near-duplicates",
}
EVENTS_APART = {
    "cluster": "Stories of one event in other words may stand in two splits: `audit.json` counts them.",
    "event": "All that tells of one event stands in one split.",
}


def card(recipe: Recipe, facts: Facts) -> str:
    """The card as Markdown with its YAML head. It depends on the rows and the crawls alone, not on the time of the export."""
    parts = (
        _intro,
        _splits,
        _mixture,
        _sources,
        _collection,
        _dates,
        _duplicates,
        _languages,
        _left_out,
        _personal,
        _columns,
    )
    lines = head(recipe, facts)
    for part in parts:
        if written := list(part(recipe, facts)):
            lines += ["", *written]
    return "\n".join([*lines, ""])


def _intro(recipe: Recipe, facts: Facts) -> Iterator[str]:
    yield f"# {in_markdown(recipe.title)}"
    yield ""
    night = facts.manifest.get("night")
    yield (
        "Made by Dateline, a news corpus builder"
        + (f", of the corpus as it was published with the night of {night}" if night else "")
        + ". Every row carries where its date comes from and which rights signals were found; null means unknown."
    )
    yield ""
    if kind := kind_named(recipe.kind):
        yield f"- A row: {kind.about} `article_ids` names the works of each row; all of them met what follows."
        if kind.files:
            yield f"- Further files: {', '.join(f'`{name}`' for name in kind.file_names(tuple(recipe.splits)))}."
    yield f"- Chosen: `{_code(recipe.where)}`; {COPIES[recipe.copies]}."
    yield (
        f"- Rights: only articles whose `train_ai` is {' or '.join(recipe.train_ai)}; `disallowed` is never exported, nor a"
        " near-duplicate of it. `unknown` means that the publisher says nothing, which is not consent."
    )
    yield "- The recipe, every file's SHA-256 and all counts: `manifest.json`. Check of rights, dates and leaks: `audit.json`."


def _splits(recipe: Recipe, facts: Facts) -> Iterator[str]:
    yield "## Splits"
    yield ""
    rows = [(name, str(count), _condition(recipe, name)) for name, count in facts.manifest["rows"].items()]
    yield from _table(("split", "rows", "holds"), rows)
    if len(recipe.splits) > 1:
        yield ""
        yield (
            "No near-duplicates, no revisions of a work and no text with half of its 13-word passages in another split stand"
            " in two splits: `audit.json` has the findings of a search that does not use the corpus's own clusters. "
            + EVENTS_APART[recipe.split]
        )


def _mixture(recipe: Recipe, facts: Facts) -> Iterator[str]:
    mixed, tokenizer = facts.manifest.get("mixture"), facts.manifest.get("tokenizer")
    if mixed is None or tokenizer is None or recipe.mixture is None:
        return
    yield "## Mixture"
    yield ""
    of = f" of {', '.join(recipe.mixture.splits)}" if recipe.mixture.splits else ""
    bound = f" of at most {recipe.mixture.tokens:,}" if recipe.mixture.tokens else ""
    yield (
        f"{mixed['rows']:,} rows{of} with {mixed['tokens']:,} tokens{bound}, counted by {_named(tokenizer)}. Of each group the"
        " rows that come first by a hash of their ids are taken; a cap is a number of tokens or a share of the whole."
    )
    yield ""
    rows = []
    for each in mixed["groups"]:
        share = f"{each['tokens'] / max(mixed['tokens'], 1):.1%}"
        asked = ["" if each[name] is None else str(each[name]) for name in ("weight", "cap")]
        counts = (f"{each[name]:,}" for name in ("rows", "tokens", "offered"))
        rows.append((f"{each['by']} {each['value']}", *counts, share, *asked))
    yield from _table(("group", "rows", "tokens", "of tokens that there were", "share", "weight", "cap"), rows)


def _named(tokenizer: Mapping[str, Any]) -> str:
    """The tokenizer in a few words."""
    if tokenizer["name"] == "pieces":
        return "`pieces` (runs of letters, of up to three digits, other characters: a tokenizer gives as many or more)"
    if tokenizer["name"] == "bytes":
        return "`bytes` (of UTF-8)"
    return f"the tokenizer `{_code(tokenizer['name'])}` (SHA-256 {tokenizer['sha256']})"


def _condition(recipe: Recipe, name: str) -> str:
    split = recipe.splits[name]
    said = []
    if split.before:
        said.append(f"certainly published before {split.before.isoformat()}")
    if split.since:
        said.append(f"certainly published at {split.since.isoformat()} or later")
    if split.sources != ():
        said.append("other sources" if split.sources is None else f"sources {', '.join(split.sources)}")
    if split.share < 1:
        said.append(f"{split.share:.0%} of the {recipe.split}s, by a hash of their ids")
    return "; ".join(said) or "all"


def _sources(_recipe: Recipe, facts: Facts) -> Iterator[str]:
    yield "## Sources and their signals"
    yield ""
    rows = []
    for source, count in _ordered(facts.counts.get("source", {})):
        signals = facts.signals.get(source, {})
        said = "; ".join(f"{signal} ({n})" for signal, n in _ordered(signals)[:MAX_SIGNALS_PER_SOURCE])
        rows.append((source, str(count), said + ("; …" if len(signals) > MAX_SIGNALS_PER_SOURCE else "")))
    yield from _table(("source", "rows", "rights signals found (rows)"), rows)
    for column in ("train_ai", "tdm", "kind"):
        if facts.counts.get(column):
            yield ""
            yield from _counted(column, facts)


def _collection(_recipe: Recipe, facts: Facts) -> Iterator[str]:
    yield "## Collection, and known gaps"
    yield ""
    yield (
        "Stories that the sources link, list in feeds and sitemaps, fetched at night as robots.txt allows. The table counts pages"
        " considered, from the ledger of every night: what was denied, failed or went over a limit is not in the corpus."
    )
    yield ""
    columns = ("nights", "first_night", "last_night", "answered", "denied", "failed", "over_budget", "refused")
    rows = [(each["source"], *(str(each[name]) for name in columns)) for each in facts.crawls.ledger]
    yield from _table(("source", *(name.replace("_", " ") for name in columns)), rows)
    for source, nights in facts.crawls.held_back.items():
        yield ""
        yield f"- {in_markdown(source)}: {counted(nights, 'night')} held back, for the pages did not look right."


def _dates(recipe: Recipe, facts: Facts) -> Iterator[str]:
    yield "## Dates"
    yield ""
    yield (
        "`not_before` and `not_after` bound the publication of every row. `published` is as precise as the evidence: an"
        " instant, a minute, a local time without zone, a day, a month, a year, or null."
    )
    if facts.counts.get("published_precision"):
        yield ""
        yield from _counted("published_precision", facts)
    if facts.months:
        yield ""
        yield f"![Rows by month of publication and precision]({PLOT})"
    for name, split in recipe.splits.items():
        if split.before or split.since:
            yield ""
            yield f"- {name}: {_condition(recipe, name)}. Rows that may be from either side are in no split."


def _duplicates(recipe: Recipe, facts: Facts) -> Iterator[str]:
    yield "## Duplicates"
    yield ""
    clusters = facts.sums.get("clusters", 0)
    copies = facts.rows - clusters
    yield (
        f"{clusters} clusters of near-duplicates, {copies} rows beyond the first of each; {COPIES[recipe.copies]}. `cluster_id`"
        " groups them, `event_id` what tells of one event in whatever words."
    )


def _languages(_recipe: Recipe, facts: Facts) -> Iterator[str]:
    yield "## Languages and size"
    yield ""
    yield from _counted("language", facts)
    yield ""
    names = {"words": "words", "token_count": "tokens as `token_count` counts", "tokens": "tokens as `tokens` counts"}
    said = [f"{count:,} {what}" for name, what in names.items() if (count := facts.sums.get(name))]
    yield f"{facts.sums.get('text_bytes', 0):,} bytes of text{''.join(f', {each}' for each in said)}."


def _left_out(_recipe: Recipe, facts: Facts) -> Iterator[str]:
    yield "## Left out"
    yield ""
    left_out = facts.manifest["left_out"]
    yield f"Of {facts.manifest.get('articles', facts.rows + sum(left_out.values()))} articles of the corpus:"
    yield ""
    yield from _table(
        ("reason", "articles", "what it means"),
        ((name.replace("_", " "), str(count), REASONS.get(name, "")) for name, count in left_out.items()),
    )


def _personal(recipe: Recipe, facts: Facts) -> Iterator[str]:
    yield "## Personal data, and removal"
    yield ""
    done = {"keep": "are kept", "mask": "are masked as `[EMAIL]` and so on", "drop": "are cut out"}[recipe.pii]
    found = ", ".join(f"{count} {kind}" for kind, count in sorted(facts.pii.items())) or "none were found or looked for"
    yield (
        f"News names people. E-mail addresses, phone numbers, IBANs and IP addresses in the text {done} ({found}); bylines are"
        " exempt. Names are not looked for."
    )
    yield ""
    whom = in_markdown(recipe.contact) if recipe.contact else "whoever published this dataset"
    yield (
        f"To ask for the removal of an article or a source, write to {whom} and give its `url` or `id`. Whoever holds a copy"
        " removes those rows; a dataset that is made anew does not have them."
    )


def _columns(_recipe: Recipe, facts: Facts) -> Iterator[str]:
    yield "## Columns"
    yield ""
    rows = []
    for field in facts.schema:
        doc = (field.metadata or {}).get(b"doc", b"").decode()
        rows.append((field.name, str(field.type), doc))
    yield from _table(("column", "type", "what it holds"), rows)


def _counted(column: str, facts: Facts) -> Iterator[str]:
    counts = _ordered(facts.counts.get(column, {}))
    rows = [(value, str(count)) for value, count in counts[:MAX_VALUE_ROWS]]
    if len(counts) > MAX_VALUE_ROWS:
        rows.append((f"({len(counts) - MAX_VALUE_ROWS} more)", str(sum(count for _, count in counts[MAX_VALUE_ROWS:]))))
    yield from _table((column, "rows"), rows)


def _table(names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(names)} |"
    yield f"|{' --- |' * len(names)}"
    for row in rows:
        yield f"| {' | '.join(map(in_markdown, row))} |"


def _ordered(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Values by falling count; among equal counts by name, `UNKNOWN` last."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0] == UNKNOWN, item[0]))


def _code(text: str) -> str:
    return on_one_line(text).replace("`", " ")
