"""What a page is, by whole parts of its address and by words that stand apart in its title."""

import pytest

from pipelines.extract.kind.facts import LIVE_TITLE, LIVE_URL


@pytest.mark.parametrize(
    ("path", "live"),
    [
        ("/politics/live/2026/jan/20/ferry-vote", True),
        ("/news/live/uk-politics-1234", True),
        ("/live-blog/vote", True),
        ("/2026/ferry-vote-live-updates", True),
        ("/sport/liveticker-leeds-hull.html", True),
        ("/krieg-im-news-ticker-vom-26-august", True),
        ("/newsticker/meldung/Faehre-stillgelegt-4711.html", False),
        ("/newsticker/dpa_nt/article1234/Faehre.html", False),
        ("/economia/nuevo-vuelo-directo-madrid-tokio.html", False),
        ("/economia/vendita-diretta-dal-contadino.html", False),
        ("/town/where-they-live", False),
        ("/alive/bridge", False),
    ],
)
def test_addresses_of_live_coverage(path: str, live: bool) -> None:
    assert bool(LIVE_URL.search(f"https://paper.example{path}")) is live


@pytest.mark.parametrize(
    ("title", "live"),
    [
        ("LIVE: council votes on the ferry", True),
        ("Council votes on the ferry – LIVE", True),
        ("Ferry vote: live updates", True),
        ("EN DIRECT : le bac", True),
        ("Fähren-Ticker: Alle Boote stehen still", True),
        ("LIVE AID at 40: what the ferry crew remembers", False),
        ("We live on the river", False),
        ("How the ticker came to town", False),
    ],
)
def test_titles_of_live_coverage(title: str, live: bool) -> None:
    assert bool(LIVE_TITLE.search(title)) is live
