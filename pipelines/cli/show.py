"""`dateline show`."""

from __future__ import annotations

import sys

import click

from pipelines.lake.home import Home


@click.command()
@click.argument("article")
@click.option("--raw", is_flag=True, help="Write the archived page to stdout, byte for byte, instead.")
@click.option("--open", "open_", is_flag=True, help="Open its address in a browser.")
@click.pass_obj
def command(home: Home, article: str, raw: bool, open_: bool) -> None:
    """Show an article: text, people, date and reason, revisions, copies, related links, addresses, and the place of its
    page in the archive.

    ARTICLE is an article id, the start of one, or a URL of the corpus.
    """
    from pipelines.lake.article_lookup import article_of

    work = article_of(home, article)
    if raw:
        _write_raw(home, work)
        return
    from pipelines.ask.show.dossier import dossier

    found = dossier(home, work)
    if open_:
        _browse(found.article["url"])
        return
    from pipelines.ask.show.printed import printed
    from pipelines.ask.sql.table import print_text, screen_width

    print_text("\n".join(printed(found, str(home.archive), width=min(screen_width(), 100))))


def _write_raw(home: Home, work: str) -> None:
    from pipelines.ask.show.archived import last_capture
    from pipelines.base.errors import InputError

    if sys.stdout.isatty():
        raise InputError("--raw is not for a terminal, which would obey the page: write it to a file (> page.html)")
    sys.stdout.buffer.write(last_capture(home, work).body)
    sys.stdout.buffer.flush()


def _browse(url: str) -> None:
    import webbrowser

    from pipelines.base.errors import EnvironmentFault, InputError

    if not url.startswith(("http://", "https://")):
        raise InputError(f"{url} is no address for a browser")
    try:
        opened = webbrowser.get().open(url)
    except webbrowser.Error:
        opened = False
    if not opened:
        raise EnvironmentFault(f"there is no browser here: open {url} yourself")
