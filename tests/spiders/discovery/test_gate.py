"""What the gate refuses, and what it lets pass all the same."""

from spiders.discovery.gate import Gate
from spiders.frontier import ranks
from spiders.frontier.memory import Page
from spiders.frontier.visits import Visit
from spiders.url_rules.variants import Shown
from tests.spiders.discovery.conftest import SECOND


def test_a_list_that_is_read_for_known_headlines_need_not_bring_new_stories(frontier):
    gate = Gate(frontier.memory, frontier.memory.patterns(), SECOND)
    for _ in range(9):
        gate.families.answered("page")
    visit = Visit("a.example/page/2", "http://a.example/page/2", "page", "a.example", ranks.SECTION, family="page")
    assert gate.refusal(visit).detail == "page: 9 pages brought no stories"
    assert gate.refusal(visit, tells=True) is None


def test_a_view_that_is_the_page_itself_tells_nothing_of_a_token_in_its_path(frontier):
    gate = Gate(frontier.memory, frontier.memory.patterns(), SECOND)
    path = f"a.example/{'0a' * 16}/flood"
    same = Shown("digest", None)
    frontier.memory.remember(Page(path, f"http://{path}", "page", None, *[SECOND.isoformat()] * 4, digest=same.digest))
    gate.compare(f"{path}?nb=1&x=2", same, is_new=False)
    counts = [frontier.memory.part_counts(name) for name in ("?nb", "?x", "a.example/{token}")]
    assert counts == [(1, 0), (1, 0), (0, 0)]


def test_a_form_for_every_story_is_asked_for_five_times_a_night(frontier):
    gate = gate_after(frontier, stories=5)
    for number in range(5):
        assert gate.refusal(visit(mail(number))) is None
        gate.showed(mail(number), Shown("form", None))
    assert gate.refusal(visit(mail(5))).detail == "5 addresses like it show one and the same page"
    assert gate.refusal(visit(story(5))) is None


def test_what_shows_another_page_once_is_no_form(frontier):
    gate = gate_after(frontier, stories=5)
    for number in range(9):
        gate.showed(mail(number), Shown("form" if number != 3 else "another", None))
    assert gate.refusal(visit(mail(9))) is None


def test_where_no_stories_are_seen_the_page_that_stands_everywhere_is_a_wall(frontier):
    gate = gate_after(frontier, stories=4)
    for number in range(9):
        gate.showed(mail(number), Shown("wall", None))
    assert gate.refusal(visit(mail(9))) is None


def gate_after(frontier, *, stories):
    gate = Gate(frontier.memory, frontier.memory.patterns(), SECOND)
    for number in range(stories):
        gate.showed(story(number), Shown(f"story {number}", None))
    return gate


def mail(number):
    return page(f"a.example/mail.asp?id={number}", "other")


def story(number):
    return page(f"a.example/read.asp?id={number}", "article")


def page(key, kind):
    return Page(key, f"http://{key}", "page", kind, *[SECOND.isoformat()] * 4)


def visit(page):
    return Visit(page.key, page.url, "page", "a.example", ranks.SECTION)
