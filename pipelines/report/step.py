"""The nightly report: one Markdown page and one picture a night, the same bytes for the same corpus."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipelines.home import Home
from pipelines.preview import markdown
from pipelines.report.plots import night_plot
from pipelines.report.summary import outcome_counts, precision_counts, source_summary
from pipelines.steps import Outcome, Progress


def report_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Write `reports/<night>.md` and `.svg`."""
    summary = source_summary(home, night)
    picture = night_plot(outcome_counts(home, night), precision_counts(home, night), title=f"Night of {night:%d %B %Y}")
    text = f"# Night of {night}\n\n{markdown(summary)}\n\n![outcomes and precision]({night}.svg)\n"
    changed = _write(home.reports / f"{night}.md", text.encode()) | _write(home.reports / f"{night}.svg", picture)
    on_progress(1, 1)
    return Outcome({"sources": summary.num_rows}, changed)


def _write(path: Path, content: bytes) -> bool:
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(content)
    temporary.replace(path)
    return True
