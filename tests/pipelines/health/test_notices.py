"""Pages that are a notice in a story's or a list's place, and lists that cannot be read to their end."""

import pytest

from pipelines.health.stories import stories
from pipelines.health.wording import notice
from tests.pipelines.health.rows import FEED, HOME, document, fetch


@pytest.mark.parametrize(
    ("title", "text", "said"),
    [
        ("Just a moment...", "", "challenge"),
        ("The Paper", "Please verify you are a human to continue.", "challenge"),
        ("Page not found | The Paper", "Try our search.", "not_found"),
        ("Seite nicht gefunden", "", "not_found"),
        ("Bridge closed", "To read on, please log in or subscribe.", "login_wall"),
        ("Before you continue", "We use cookies. Do you consent?", "consent_wall"),
        ("Bridge closed", "The council closed the bridge on Monday, and the road beside it too.", None),
        ("Page not found in the archives of 1404, says the historian of the town", "It was lost.", None),
    ],
)
def test_a_notice_is_told_from_a_story(title, text, said):
    assert notice(title, text) == said


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        ("entries", None),
        ("entry and address", None),
        ("front page", "login_wall"),
        ("text", "login_wall"),
        (None, "login_wall"),
    ],
)
def test_a_list_whose_first_story_is_about_a_register_is_no_wall(basis, said):
    page = document(1, "The decision on the rent register falls on Saturday.", kind="listing", kind_basis=basis)
    start = fetch(page["url"], channels=[{"channel": "seed", "referrer": None, "date_kind": None, "date_raw": None}])
    assert stories([page], [], [start], {}).figures["start_notice"] == said


@pytest.mark.parametrize(("headlines", "said"), [(3, None), (2, "consent_wall"), (0, "consent_wall")])
def test_a_front_page_with_headlines_whose_only_text_is_a_banner_is_no_wall_of_consent(headlines, said):
    page = document(1, "We use cookies. Do you consent?", kind="listing", kind_basis="front page", title="The Paper")
    start = fetch(page["url"], channels=[{"channel": "seed", "referrer": None, "date_kind": None, "date_raw": None}])
    link = {"channel": "section", "referrer": page["url"], "anchor": "The old mill of Ardlow burns again"}
    linked = [fetch(f"{HOME}{n}", channels=[link | {"date_kind": None, "date_raw": None}]) for n in range(headlines)]
    assert stories([page], [], [start, *linked], {}).figures["start_notice"] == said


@pytest.mark.parametrize(("others", "shown"), [([], True), ([fetch(FEED, resource="feed")], False)])
def test_a_list_that_goes_on_by_a_form_is_shown_where_no_feed_has_its_stories(others, shown):
    channels = [{"channel": "pagination", "referrer": HOME, "anchor": None, "date_kind": None, "date_raw": None}]
    form = fetch(f"{HOME}more?offset=20", "no_story", detail="sent by a form", channels=channels)
    seen = stories([], [], [fetch(HOME), form, *others], {})
    assert seen.examples.get("list_by_form") == (HOME if shown else None)


def test_a_list_that_does_not_exist_is_a_notice():
    page = document(1, "Page not found.", kind="listing", kind_basis="entries", title="Page not found")
    assert stories([page], [], [], {}).figures["notices"] == [{"value": "not_found", "count": 1}]
