"""Templates of HTML pages: every value is escaped, and control characters are written as in `pipelines.base.neutral`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from pipelines.base.neutral import in_html


@cache
def templates(package: str) -> Environment:
    """The Jinja templates that lie in a package. A name without a value raises."""

    def source(name: str) -> str:
        return files(package).joinpath(name).read_text(encoding="utf-8")

    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_safe,
        keep_trailing_newline=True,
        loader=FunctionLoader(source),
    )


def ours(markup: str) -> Markup:
    """Markup of ours, or what is escaped already."""
    return Markup(markup)  # noqa: S704


def link(url: str | None, text: str) -> Markup:
    """A link to an address of the web; of any other address the text alone."""
    shown = in_html(text)
    if not url or not url.startswith(("http://", "https://")):
        return ours(shown)
    return ours(f'<a href="{in_html(url)}" rel="noreferrer">{shown}</a>')


def _safe(value: object) -> object:
    """A value of a template as text that is shown and has no effect."""
    return value if isinstance(value, Markup) else ours(in_html(str(value)))
