"""A night without Dagster, for cron or another scheduler: `DATELINE_HOME=news python nightly.py`."""

from dateline import build, crawl, errors

try:
    for end in crawl():
        print(end.source, end.state, end.outcomes.get("stored", 0), "pages stored")
except errors.DatelineError as error:  # one source did not finish: the others are there
    print(error)
corpus = build()
print(len(corpus.sql("SELECT 1 FROM articles WHERE first_night = today()")), "new articles")
