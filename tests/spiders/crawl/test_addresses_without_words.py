"""Papers of scripts that choose a story by a parameter: all stories are found, forms beside each are not asked for each."""

import pytest

STORIES = range(1, 25)
FORM = "<html><head><title>Send it to a friend</title></head><body><form><input name=mail></form></body></html>"
PAPERS = {
    "drupal": ("/?q=node/{}", "/?q=taxonomy/term/{}"),
    "by hand": ("/news.php?id={}", "/news.php?cat={}"),
    "e107": ("/news.php?item.{}.3", "/news.php?cat.{}"),
    "cgi": ("/cgi-bin/news.cgi?article={}", "/cgi-bin/news.cgi?section={}"),
}


@pytest.mark.parametrize("name", PAPERS)
def test_every_story_is_found_and_a_form_for_each_is_asked_for_a_few_times(crawler, paper, name):
    story, section = PAPERS[name]
    paper.html("/", *(section.format(n) for n in (1, 2)), *(story.format(n) for n in STORIES[-5:]))
    for half in (1, 2):
        paper.html(section.format(half), *(story.format(n) for n in STORIES if n % 2 + 1 == half))
    for n in STORIES:
        paper.story(story.format(n), f"/friend.php?id={n}", text=f"news of {n}")
        paper.answer(f"/friend.php?id={n}", FORM, **{"Content-Type": "text/html"})
    crawler.run()
    assert {story.format(n) for n in STORIES} <= set(paper.requests)
    assert sum(path.startswith("/friend.php") for path in paper.requests) <= 8
    rows = crawler.rows()
    assert {row["outcome"] for path, row in rows.items() if path.startswith("/friend.php")} == {"stored", "no_story"}
