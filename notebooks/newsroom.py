"""Plots of a corpus, that of $DATELINE_HOME or else ./data: `make notebook`, or `marimo edit notebooks/newsroom.py`."""

import marimo

app = marimo.App(width="medium")


@app.cell
def _():
    import os
    from pathlib import Path

    import duckdb
    import marimo as mo
    from matplotlib.figure import Figure

    home = Path(os.environ.get("DATELINE_HOME", "data"))
    corpus = duckdb.connect(str(home / "corpus.duckdb"), read_only=True)
    mo.md(f"# The corpus in `{home}`")
    return Figure, corpus, mo


@app.cell
def _(corpus):
    by_day = corpus.sql("""
        SELECT source, published_day, count(*) AS articles FROM articles
        WHERE published_day IS NOT NULL GROUP BY ALL ORDER BY ALL
    """).fetchall()
    return (by_day,)


@app.cell
def _(Figure, by_day):
    def plot_days():
        """Articles by day, a line of points for each source."""
        figure = Figure(figsize=(9, 3), layout="constrained")
        axes = figure.subplots()
        for source in dict.fromkeys(source for source, _, _ in by_day):
            own = [(day, articles) for each, day, articles in by_day if each == source]
            axes.plot(*zip(*own, strict=True), ".", label=source)
        axes.set(title="Articles by day of publication", ylabel="articles")
        axes.legend(fontsize="small")
        return figure

    plot_days()
    return


@app.cell
def _(corpus):
    bases = corpus.sql("""
        SELECT source, regexp_extract(published_basis, '^[^:]+') AS basis, interval_basis AS precision, count(*) AS articles
        FROM articles GROUP BY ALL ORDER BY ALL
    """).fetchall()
    return (bases,)


@app.cell
def _(Figure, bases):
    def plot_bases():
        """What dates rest on, and how exact they are: bars of articles by source."""
        figure = Figure(figsize=(9, 4), layout="constrained")
        for axes, column, title in zip(figure.subplots(1, 2), (1, 2), ("What dates rest on", "Precision"), strict=True):
            sources = list(dict.fromkeys(row[0] for row in bases))
            ends = dict.fromkeys(sources, 0)
            for kind in sorted({row[column] for row in bases}):
                counts = [
                    sum(row[3] for row in bases if row[0] == source and row[column] == kind) for source in sources
                ]
                axes.barh(sources, counts, left=list(ends.values()), label=kind)
                ends = {source: ends[source] + count for source, count in zip(sources, counts, strict=True)}
            axes.set(title=title, xlabel="articles")
            axes.legend(fontsize="small")
        return figure

    plot_bases()
    return


@app.cell
def _(corpus):
    widths = corpus.sql("""
        SELECT interval_basis, date_diff('second', published_from, published_to) AS seconds FROM articles ORDER BY ALL
    """).fetchall()
    return (widths,)


@app.cell
def _(Figure, widths):
    def plot_widths():
        """How long the interval of each work is in which it was published, by what it comes from."""
        figure = Figure(figsize=(9, 3), layout="constrained")
        axes = figure.subplots()
        kinds = sorted({kind for kind, _ in widths})
        decades = [10**power for power in range(11)]
        axes.hist(
            [[s for each, s in widths if each == kind] for kind in kinds], bins=decades, stacked=True, label=kinds
        )
        axes.set(title="Width of the interval of publication", xlabel="seconds", ylabel="articles", xscale="log")
        axes.legend(fontsize="small")
        return figure

    plot_widths()
    return


@app.cell
def _(corpus):
    copying = corpus.sql("""
        SELECT source, copies_from, sum(works)::INT AS works FROM copy_matrix() GROUP BY ALL ORDER BY ALL
    """).fetchall()
    return (copying,)


@app.cell
def _(Figure, copying):
    def plot_copying():
        """Who copies whom: a square for each pair of sources."""
        names = sorted({name for source, origin, _ in copying for name in (source, origin)})
        found = {(source, origin): works for source, origin, works in copying}
        figure = Figure(figsize=(5, 4), layout="constrained")
        axes = figure.subplots()
        if names:
            axes.imshow([[found.get((source, origin), 0) for origin in names] for source in names], cmap="Blues")
        axes.set_xticks(range(len(names)), names, rotation=30, ha="right")
        axes.set_yticks(range(len(names)), names)
        for (source, origin), works in found.items():
            colour = "white" if 2 * works > max(found.values()) else "black"
            axes.text(names.index(origin), names.index(source), str(works), ha="center", va="center", color=colour)
        axes.set(title="Who copies whom", xlabel="had it first", ylabel="copied")
        return figure

    plot_copying()
    return


if __name__ == "__main__":
    app.run()
