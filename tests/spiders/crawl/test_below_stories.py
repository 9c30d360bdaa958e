"""What stands below a story's address is bounded; what stands below a section that claims to be a story is not."""

from tests.spiders.crawl.conftest import NIGHT

CLAIM = (
    '<meta property="og:type" content="article"><script type="application/ld+json">{"@type": "NewsArticle"}</script>'
)
HTML = {"Content-Type": "text/html"}


def test_stories_of_a_section_that_claims_to_be_one_are_asked_for(crawler, paper):
    stories = [f"/the-harbour-story-of-week-{n}" for n in range(4)]
    pictures = [f"{story}/scene-of-the-harbour-{n}" for n, story in enumerate(stories * 3)]
    of_sport = [f"/sport/how-the-club-of-week-{n}-was-lost" for n in range(9)]
    paper.html("/", "/sport", *stories)
    links = "".join(f"<a href='{path}'>{path}</a>" for path in of_sport)
    paper.answer("/sport", f"<title>Sport</title>{CLAIM}<p>Welcome.</p>{links}", **HTML)
    for story in (*stories, *of_sport):
        paper.story(story)
    shown = "".join(f"<a href='{path}'><img src='/a.png'></a>" for path in pictures)
    paper.answer(stories[0], f"<title>The harbour</title>{CLAIM}<p>{'Boats came in. ' * 40}</p>{shown}", **HTML)
    for path in pictures:
        paper.answer(path, f"<title>The scene</title>{CLAIM}<p>The quay.</p>", **HTML)
    crawler.source()
    crawler.run(NIGHT)
    assert set(of_sport) <= set(paper.requests)
    assert len(set(pictures) & set(paper.requests)) <= 3
