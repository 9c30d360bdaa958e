"""The recipe that `dateline exports new` writes: every setting, explained; what is commented out is the default."""

from pipelines.give.export.formats import FORMATS
from pipelines.give.export.kinds import KINDS

NEW = """\
# One dataset: 'dateline export NAME' writes datasets/NAME by it; NAME is this file's name. '--dry-run' says what would go in.
# A line that begins with # is not read. All settings are explained in docs/datasets.md.
title: News articles
# license: other                    # of the dataset, as the Hub calls it
# contact: you@example.org          # where to ask for removal; stands in the card

# kind: revisions                   # what a row is, if no article: {kinds}; docs/datasets.md says what each has

# Which articles. All conditions must hold; each article left out is counted by the first that does not.
where: "words >= 60 AND kind IN ('article', 'live')"   # SQL over the table articles ('dateline sql' lists its columns)
# languages: [en, de]
# sources: [one_paper, another]
# kinds: [article]
# published_from: 2026-01-01        # certainly published on that day or later, by date or by bounds …
# published_before: 2026-02-01      # … and before this one
# published: certainly              # or possibly: nothing known speaks against it
# precisions: [instant, minute]     # local, day, month, year
# least_confidence: 0.0             # of the day
# least_words: 0
# most_words: 5000
# quality: {fineweb_duplicate_characters: [0, 0.1]}   # least and greatest of statistics of the text
# as_of: 2026-02-02                 # the corpus as it was published with that night

# Rights: what is not listed here is left out, and `disallowed` cannot be listed. Most publishers say nothing, which is
# `unknown`: to take those, too, is your decision, and the dataset's card says so. Without this line, only `allowed` is taken.
train_ai: [allowed, unknown]        # or [allowed]

copies: one                         # one article a cluster of near-duplicates; all: every copy; one per event: one telling
# split: cluster                    # event: all that tells an event goes to one split, with the near-duplicates of all of it
splits: {train: 0.9, validation: 0.1}   # shares; a whole cluster goes to one split
# splits: {train: {before: 2026-02-01}, test: {from: 2026-02-01}}      # by time: what may be on either side goes nowhere
# splits: {train: {sources: others}, test: {sources: [one_paper]}}     # by sources
# seed: 0                           # another number deals the clusters otherwise
# disjoint_from: [another_recipe]   # share no article, cluster or text with the dataset of another recipe
# decontaminate: [benchmark.jsonl]  # leave out what quotes 13 words of these texts

# tokenizer: pieces                 # or bytes, a file such as tokenizer.json beside this one, PACKAGE:FILE; makes tokens for:
# mixture: {tokens: 10_000_000, weights: {language: {en: 3, others: 1}}, caps: {source: {each: 0.05}}}
# template: '{title}\\n\\n{text}'     # how the column text is made [default: '{text}']
# columns: [id, title, text, published_day]   # docs/datasets.md lists them; some are always there
# pii: keep                         # e-mail, phone, IBAN, IP in the text: keep, mask as [EMAIL] or drop; bylines are exempt
# profile: typed                    # flat: no lists, no nulls, dates as text: what torch's default collate takes
# formats: [parquet]                # and {other formats}
# shard_megabytes: 256              # megabytes of rows in a file
# least_shards: 2                   # files of a split at least, so that as many workers read it
"""
NEW = NEW.replace("{kinds}", ", ".join(KINDS))
NEW = NEW.replace("{other formats}", "; ".join(f"{each.name}: {each.about}" for each in FORMATS[1:]))
