"""What the gate refuses, and what it lets pass all the same."""

from datetime import date

from spiders.discovery.gate import Gate
from spiders.frontier import ranks
from spiders.frontier.frontier import Frontier
from spiders.frontier.memory import Page
from spiders.frontier.visits import Visit
from spiders.url_rules.variants import Shown

NIGHT = date(2025, 11, 4)


def test_a_list_that_is_read_for_known_headlines_need_not_bring_new_stories(tmp_path):
    frontier = Frontier(tmp_path / "paper.sqlite", NIGHT.isoformat())
    gate = Gate(frontier.memory, frontier.memory.patterns(), NIGHT)
    for _ in range(9):
        gate.families.answered("page")
    visit = Visit("a.example/page/2", "http://a.example/page/2", "page", "a.example", ranks.SECTION, family="page")
    assert gate.refusal(visit).detail == "page: 9 pages brought no stories"
    assert gate.refusal(visit, tells=True) is None
    frontier.close()


def test_a_view_that_is_the_page_itself_tells_nothing_of_a_token_in_its_path(tmp_path):
    frontier = Frontier(tmp_path / "paper.sqlite", NIGHT.isoformat())
    gate = Gate(frontier.memory, frontier.memory.patterns(), NIGHT)
    path = f"a.example/{'0a' * 16}/flood"
    same = Shown("digest", None)
    frontier.memory.remember(Page(path, f"http://{path}", "page", None, *[NIGHT.isoformat()] * 4, digest=same.digest))
    gate.compare(f"{path}?nb=1&x=2", same, is_new=False)
    counts = [frontier.memory.part_counts(name) for name in ("?nb", "?x", "a.example/{token}")]
    assert counts == [(1, 0), (1, 0), (0, 0)]
    frontier.close()
