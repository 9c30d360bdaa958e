"""A first look at a corpus, in twelve lines: `marimo edit first_look.py` as a notebook, or `python first_look.py`."""

import marimo

app = marimo.App()


@app.cell
def _():
    from dateline import Corpus

    corpus = Corpus()  # the home is $DATELINE_HOME, else ./data
    undated = "count(*) - count(published) AS undated"
    sources = corpus.sql(f"SELECT source, count(*) AS articles, {undated} FROM articles GROUP BY ALL ORDER BY source")
    print(sources.arrow().to_pylist())
    for hit in corpus.search("bridge OR Brücke", limit=3).hits:
        print(hit.title.text, "|", hit.published or f"unknown, by {hit.latest}")
    return


if __name__ == "__main__":
    app.run()
