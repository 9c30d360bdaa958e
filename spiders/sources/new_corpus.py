"""`dateline init`: an empty corpus with an example of a source file and one commented recipe; prints the next steps.

The files explain every setting; a test checks that each setting of `Source` and `Recipe` is in them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pipelines.base.errors import InputError
from pipelines.base.processes.typed_name import as_typed
from pipelines.give.export.new_recipe import NEW
from pipelines.lake.command_line import dateline_for, shown_home
from pipelines.lake.home import Home

SOURCE = """\
# One source: a publication to crawl. One file each, NAME.yaml; NAME (letters, digits, underscores) is the source's name.
# 'dateline sources add URL' writes such a file from what it finds on the site. A line that begins with # is not read.
title: The Paper                    # as its readers call it
url: https://paper.example/         # its home page
# nightly: true                     # false: 'dateline crawl' and the schedule leave it out
# group: business                   # sources with one owner and one way for alerts, see settings.yaml
# stories_per_night: 40             # new stories usually; {mon: 40, sat: 10} by weekday; learned without this line
# table: true                       # written by 'dateline import table': rows of tables, never crawled

# How it writes dates. Dateline learns zone and order from the stories; what stands here takes precedence.
# language: en                      # two letters (ISO 639-1)
# country: GB                       # two letters (ISO 3166-1)
# time_zone: Europe/London          # IANA name
# date_order: dmy                   # how it writes 03/11/2025: dmy, mdy or ymd

# Where stories are found, besides by links. Feeds that pages name, and sitemaps of robots.txt, are found without a line here.
# feeds:
#   - https://paper.example/feed/
# sitemaps:
#   - https://paper.example/sitemap.xml
# sections:                         # fronts that are fetched every night
#   - https://paper.example/sport/
# seeds:                            # further pages to start from
#   - https://paper.example/specials/
# hosts: [www2.paper.example]       # further hosts of the same publication; '*.paper.example' for all below one
# discover: true                    # false: only what is listed above
# exclude: [/shop/*, '*?sort=*']    # addresses never asked for; * stands for anything
# include: [/news/*]                # if any, the only addresses asked for besides those that this file names

# How politely it is crawled. robots.txt is always obeyed, and its Crawl-delay if that is longer.
delay_seconds: 1.0                  # pause between requests to a host
# connections: 1                    # requests to a host at the same time
# max_pages: 5000                   # pages a night
# max_hops: 8                       # related links followed in a row
# max_hours: 4                      # longest night; what is left is fetched by the next crawl
# look_within: 30                   # nights within which every known story is asked for again; costs a 30th of them a night
# max_outage_minutes: 90            # how long a night waits for a host that does not answer
# contact: you@example.org          # in the user agent; publishers can write to you [default: $DATELINE_CONTACT]
# respect: [noai, tdm]              # do not keep pages that say so: noindex, noarchive, noai, tdm
# verify_certificates: true

# How it lets its readers in. Secrets never stand here: they are read from the environment variables that are named.
# cookies: keep                     # what the site sets holds for the night; never: none is sent back
# consent: {cookie: consent=reject} # your choice on its page of consent; or {post: URL, fields: {choice: reject}}
# login: {url: https://paper.example/login, user: $PAPER_USER, password: $PAPER_PASSWORD}   # a subscription of your own
# headers: {X-Reader: $PAPER_TOKEN} # further headers of each request
# proxy: $PAPER_PROXY                # an HTTP proxy of your own, by the name of an environment variable
# signature: {agent: https://corpus.example, key: $CORPUS_KEY}   # sign requests, for papers that let in whom they know
# render: never                     # auto: pages that only scripts draw are drawn by Chromium, without a network; always: all
# render_pages: 200                 # pages drawn a night
# allow_private_addresses: false    # true: the site may be on this machine or a private network
"""
FILES = {"sources/example.txt": SOURCE, "exports/training.yaml": NEW}


def make_corpus(home: Home) -> int:
    """Write the two files into a new home and print the next steps. Raises InputError if there is a corpus already."""
    _refuse_what_is_there(home)
    for name, text in FILES.items():
        path = home.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{path}\n")
    sys.stdout.flush()
    sys.stderr.write(next_steps(home))
    return 0


def next_steps(home: Home) -> str:
    """The first commands for an empty corpus."""
    dateline = dateline_for(home)
    return f"""An empty corpus in {shown_home(home)}. Next:
  {dateline} sources add https://paper.example/   # a site of yours: writes its source file; or copy example.txt to NAME.yaml
  {dateline} crawl                                # tonight's pages, into the archive
  {dateline} build                                # from the archive into tables
  {dateline} sql                                  # ask; 'export training' writes a dataset, 'ui' opens Dagster
"""


def _refuse_what_is_there(home: Home) -> None:
    if home.root.exists() and not home.root.is_dir():
        raise InputError(f"{home.root} is a file: choose another folder")
    there = [home.root / name for name in FILES]
    there += [
        path
        for folder in (home.sources, home.recipes)
        for end in ("*.yaml", "*.yml")
        for path in sorted(folder.glob(end))
    ]
    there += [home.archive, home.lake]
    if found := next((path for path in there if path.exists()), None):
        raise InputError(
            f"{home.root} is a corpus already ({found.relative_to(home.root)} exists): nothing was written; choose another folder"
        )


def say_no_source(folder: Path) -> int:
    """Say on stderr that a folder has no source, which is no problem on the first day; exit status 0."""
    sys.stderr.write(as_typed(f"no source in {folder} yet: 'dateline sources add URL' writes one\n"))
    return 0
