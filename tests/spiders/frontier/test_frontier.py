import sqlite3
from dataclasses import replace
from datetime import date

import pytest

from pipelines.base.errors import EnvironmentFault
from spiders.frontier import ranks
from spiders.frontier.frontier import Frontier
from spiders.frontier.memory import Page
from spiders.frontier.visits import Result, Visit

NIGHT = "2025-11-03"


def visit(name, host="a.example", **more):
    return Visit(f"{host}/{name}", f"http://{host}/{name}", "page", host, **more)


@pytest.fixture
def frontier(tmp_path):
    frontier = Frontier(tmp_path / "paper.sqlite", NIGHT)
    yield frontier
    frontier.close()


def again(frontier):
    """The frontier as the next process finds it, whatever was not committed lost."""
    frontier.close()
    frontier.__init__(frontier.path, frontier.night)
    return frontier


def test_the_best_visit_comes_first_and_each_once(frontier):
    for name, rank, hops in (("c", 50, 1), ("b", 50, 0), ("a", 10, 5), ("d", 50, 1)):
        frontier.visits.add(visit(name, rank=rank, hops=hops))
    taken = [frontier.visits.take(set(), 0.0).key for _ in range(4)]
    assert taken == ["a.example/a", "a.example/b", "a.example/c", "a.example/d"]
    assert frontier.visits.take(set(), 0.0) is None
    assert frontier.visits.pending() == 0


def test_busy_hosts_are_passed_over(frontier):
    frontier.visits.add(visit("x", rank=1))
    frontier.visits.add(visit("y", host="b.example", rank=2))
    assert frontier.visits.take({"a.example"}, 0.0).host == "b.example"
    assert frontier.visits.take({"a.example"}, 0.0) is None
    assert frontier.visits.pending() == 1


def test_a_postponed_visit_comes_back_when_it_is_due(frontier):
    frontier.visits.add(visit("x"))
    taken = frontier.visits.take(set(), 0.0)
    frontier.visits.postpone(taken, 100.0)
    assert (frontier.visits.take(set(), 99.0), frontier.visits.next_due(), frontier.visits.pending()) == (
        None,
        100.0,
        1,
    )
    assert frontier.visits.take(set(), 100.0).key == "a.example/x"


def test_what_was_committed_is_done_and_what_was_in_flight_comes_again(frontier):
    for name in "abc":
        frontier.visits.add(visit(name))
    frontier.visits.finish(frontier.visits.take(set(), 0.0).key, Result("stored", warc_file="x", warc_offset=7))
    frontier.visits.take(set(), 0.0)
    frontier.commit({"x.warc.gz": 1234})
    frontier.visits.finish("a.example/c", Result("stored"))
    later = again(frontier)
    assert later.acknowledged() == {"x.warc.gz": 1234}
    results = {key: result for key, _, _, _, _, result in later.visits.all()}
    assert (results["a.example/a"].warc_offset, results["a.example/b"], results["a.example/c"]) == (7, None, None)
    assert [later.visits.take(set(), 0.0).key for _ in range(2)] == ["a.example/b", "a.example/c"]


def test_beyond_the_budget_waits_until_it_is_nearer(frontier):
    frontier.visits.add(visit("far", hops=9), beyond=True)
    assert frontier.visits.take(set(), 0.0) is None
    frontier.visits.promote(visit("far", hops=2), awake=True)
    assert frontier.visits.take(set(), 0.0).hops == 2


def test_ending_what_is_left_leaves_nothing(frontier):
    frontier.visits.add(visit("x"))
    frontier.visits.add(visit("y"))
    frontier.visits.finish(frontier.visits.take(set(), 0.0).key, Result("stored"))
    assert frontier.visits.end_pending(Result("budget")) == 1
    assert [result.outcome for *_, result in frontier.visits.all()] == ["stored", "budget"]


def test_a_second_process_is_refused(frontier):
    with pytest.raises(EnvironmentFault, match="another crawl of this source is running"):
        Frontier(frontier.path, NIGHT)


def test_a_file_that_is_no_frontier_is_an_error_in_words(tmp_path):
    path = tmp_path / "paper.sqlite"
    path.write_bytes(b"this is not a database, but it is long enough to look at" * 20)
    with pytest.raises(EnvironmentFault, match="move it away to start anew"):
        Frontier(path, NIGHT)


def page(key, **more):
    plain = {"kind": "article", "born": NIGHT, "first_night": NIGHT, "last_night": NIGHT, "changed_night": NIGHT}
    return Page(key, f"http://{key}", "page", **plain | more)


def test_a_page_seen_once_is_due_the_next_night_and_then_by_its_age(frontier):
    memory = frontier.memory
    memory.remember(page("a.example/once", born="2020-01-01"))
    memory.remember(page("a.example/old", born="2020-01-01", fetches=2))
    assert memory.glance("a.example/once").due == "2025-11-04"
    assert memory.glance("a.example/old").due > "2026-01-01"
    assert [known.key for known in memory.due_stories(date(2025, 11, 4))] == ["a.example/once"]


def test_a_canonical_is_believed_only_of_a_story_that_answered(frontier):
    memory = frontier.memory
    night = date(2025, 11, 4)
    memory.remember(page("a.example/own", record_id="r", record_date="d"))
    memory.remember(page("a.example/", kind="listing", record_id="r", record_date="d"))
    for target, believed in (("a.example/own", True), ("a.example/", False), ("a.example/never-seen", False)):
        other = page("a.example/other", alias=target, alias_reason="canonical")
        assert (memory.alias_of(other, night) is not None) is believed
    old = page("a.example/other", alias="a.example/own", alias_reason="canonical", last_night="2025-09-01")
    assert memory.alias_of(old, night) is None


def test_patterns_are_learned_from_what_pages_turned_out_to_be(frontier):
    for number in range(6):
        memory_page = page(f"a.example/news/{number}", record_id="r", record_date="d")
        frontier.memory.remember(memory_page)
    assert frontier.memory.patterns().articles == {"/news/{n}": 6}


def test_a_capture_of_tonight_stands_against_a_second_look(frontier):
    first = Result("stored", status=200, warc_file="x", warc_offset=7)
    for name in "ab":
        frontier.visits.add(visit(name))
    frontier.visits.finish(frontier.visits.take(set(), 0.0).key, first)
    frontier.visits.finish("a.example/a", Result("duplicate_payload", status=200, warc_file="x", warc_offset=99))
    frontier.visits.finish("a.example/b", Result("connection_error"))
    frontier.visits.finish("a.example/b", first)
    ended = [(result.outcome, result.warc_offset) for *_, result in frontier.visits.all()]
    assert ended == [("stored", 7), ("stored", 7)]


@pytest.mark.parametrize("more", [True, False])
def test_what_follows_a_transaction_that_the_database_gave_up_is_never_durable(frontier, more):
    for name in "abc":
        frontier.visits.add(visit(name))
    frontier.commit()
    frontier.visits.finish(frontier.visits.take(set(), 0.0).key, Result("stored", warc_file="x", warc_offset=7))
    frontier._db.cursor().execute("ROLLBACK")  # as SQLite does by itself when the disk is full
    if more:
        frontier.visits.finish(frontier.visits.take(set(), 0.0).key, Result("stored", warc_file="x", warc_offset=9))
    with pytest.raises(OSError, match="the disk did not take"):
        frontier.commit({"x": 11})
    with pytest.raises(OSError, match="the disk did not take"):
        frontier.commit({"x": 11})
    resumed = again(frontier)
    assert (resumed.acknowledged(), resumed.visits.pending()) == ({}, 3)
    resumed.visits.finish(resumed.visits.take(set(), 0.0).key, Result("stored", warc_file="x", warc_offset=7))
    resumed.commit({"x": 9})
    assert (again(frontier).acknowledged(), frontier.visits.pending()) == ({"x": 9}, 2)


def test_a_visit_that_nobody_has_taken_can_be_ended_and_one_under_way_cannot(frontier):
    frontier.visits.add(visit("first", rank=1))
    frontier.visits.add(visit("second", rank=2))
    frontier.visits.add(visit("far", rank=3), beyond=True)
    taken = frontier.visits.take(set(), 0.0)
    for name in ("first", "second", "far", "never-heard-of"):
        frontier.visits.end_untaken(f"a.example/{name}", Result("trap", detail="comment_feed"))
    assert taken.key == "a.example/first"
    assert frontier.visits.pending() == 0
    ended = {key: result and result.detail for key, _, _, _, _, result in frontier.visits.all()}
    assert ended == {"a.example/far": "comment_feed", "a.example/first": None, "a.example/second": "comment_feed"}


def test_what_a_glance_left_is_given_up_and_the_next_has_a_number_of_its_own(frontier):
    assert frontier.begin_glance() == 1
    frontier.visits.add(visit("feed", rank=ranks.GLANCE, glance=1))
    frontier.visits.postpone(replace(frontier.visits.take(set(), 0.0, ranks.GLANCED), rank=ranks.AGAIN), 100.0)
    frontier.commit()
    frontier = again(frontier)
    assert (frontier.begin_glance(), frontier.visits.pending()) == (2, 0)
    ((key, _, _, _, _, result),) = frontier.visits.all()
    assert (key, result.detail) == ("a.example/feed#01", "the glance ended before it was fetched")


def test_while_channels_are_read_other_feeds_sections_and_lists_wait(frontier):
    waiting = {"look": ranks.LOOK, "section": ranks.FRONT, "list": ranks.LISTING, "other-feed": ranks.CHANNEL}
    for name, rank in {**waiting, "fresh": ranks.FRESH}.items():
        frontier.visits.add(visit(name, rank=rank))
    assert frontier.visits.take(set(), 0.0, ranks.WITHOUT_FRONTS).key == "a.example/fresh"
    assert frontier.visits.take(set(), 0.0, ranks.WITHOUT_FRONTS) is None
    taken = [frontier.visits.take(set(), 0.0).key.removeprefix("a.example/") for _ in range(4)]
    assert taken == ["other-feed", "section", "list", "look"]


def test_days_that_no_calendar_has_are_repaired_in_a_frontier_of_an_earlier_version(frontier):
    days = {"a": "2025-11-31", "b": "2025-11-02"}  # a number in an address was once read as a day
    for name, born in days.items():
        frontier.visits.add(visit(name, born=born))
        known = Page(f"a.example/{name}", f"http://a.example/{name}", "page", "article", born, NIGHT, NIGHT, NIGHT)
        frontier.memory.remember(known)
    frontier.commit()
    frontier.close()
    with sqlite3.connect(frontier.path) as db:
        db.execute("PRAGMA user_version=2")
    found = again(frontier)
    assert [found.memory.page(f"a.example/{name}").born for name in days] == [NIGHT, "2025-11-02"]
    assert [found.visits.find(f"a.example/{name}")[1].born for name in days] == [None, "2025-11-02"]
