"""One night over a paper that names its stories in every way there is."""

import gzip

import pytest

SPACE = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
CUP, ONLY_RELATED = "/sport/cup-final-won-in-extra-time-100001.html", "/sport/only-related-links-lead-here-100002.html"
BY_FEED, BY_SITEMAP = "/news/named-by-the-feed-alone-100003.html", "/news/named-by-the-sitemap-alone-100004.html"
MANY_NAMES = "/a-story-with-many-names-100005.html"
MOVED, TARGET = "/moved-within-its-name-100006.html", "/where-it-really-is-100007.html"
ELSEWHERE = "https://elsewhere.example/their-story"


@pytest.fixture(scope="module")
def crawled(shared):
    paper = shared.paper
    variants = [
        f"/amp{MANY_NAMES}",
        f"{MANY_NAMES}?utm_source=home",
        f"{MANY_NAMES}#comments",
        f"{MANY_NAMES}?fbclid=1",
    ]
    feed = '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'
    others = [
        "/go/7",
        f"{MOVED}/",
        "/circle/one-of-two-100008",
        "/left-for-others-100009",
        "http://127.0.0.1:9/an-ad",
        "/heals",
    ]
    paper.html("/", "/sport/", *variants, *others, text=feed)
    paper.html("/sport/", CUP)
    paper.story(CUP, ONLY_RELATED)
    for path in (ONLY_RELATED, BY_FEED, BY_SITEMAP, MANY_NAMES, f"/amp{MANY_NAMES}", TARGET, MOVED):
        paper.story(path, ELSEWHERE)
    date = "<pubDate>Mon, 03 Nov 2025 18:45:00 +0100</pubDate>"
    item = f"<item><title>Flood</title><link>{paper.url}{BY_FEED}?utm_source=rss</link>{date}</item>"
    paper.answer("/rss.xml", f"<rss version='2.0'><channel>{item}</channel></rss>")
    paper.answer("/robots.txt", f"User-agent: *\nDisallow: /not-for-robots\nSitemap: {paper.url}/deep/index.xml\n")
    nested = "".join(
        f"<sitemap><loc>{paper.url}/deep/{name}</loc></sitemap>" for name in ("index.xml", "part.xml.gz", "1.xml")
    )
    paper.answer("/deep/index.xml", f"<sitemapindex {SPACE}>{nested}</sitemapindex>")
    entry = f"<url><loc>{paper.url}{BY_SITEMAP}</loc><lastmod>2025-11-02</lastmod></url>"
    paper.answer("/deep/part.xml.gz", gzip.compress(f"<urlset {SPACE}>{entry}</urlset>".encode()))
    for depth in range(1, 9):
        deeper = f"<sitemap><loc>{paper.url}/deep/{depth + 1}.xml</loc></sitemap>"
        paper.answer(f"/deep/{depth}.xml", f"<sitemapindex {SPACE}>{deeper}</sitemapindex>")
    paper.answer("/go/7", status=302, Location="/go/8")
    paper.answer("/go/8", status=301, Location=TARGET)
    paper.answer(f"{MOVED}/", status=301, Location=MOVED)
    paper.answer("/circle/one-of-two-100008", status=302, Location="/circle/two-of-two-100008")
    paper.answer("/circle/two-of-two-100008", status=302, Location="/circle/one-of-two-100008")
    paper.answer("/left-for-others-100009", status=301, Location="https://elsewhere.example/x")
    healed = type(paper.pages["/go/7"])(b"<html><h1>Up again</h1></html>", 200, {"Content-Type": "text/html"})
    broken = type(paper.pages["/go/7"])(b"", 503, {"Retry-After": "1"})
    paper.pages["/heals"] = lambda earlier: healed if earlier else broken
    shared.summary = shared.run()
    return shared


def test_every_channel_leads_to_its_stories(crawled):
    outcomes = crawled.outcomes()
    paths = (CUP, ONLY_RELATED, BY_FEED, BY_SITEMAP, "/rss.xml", "/deep/index.xml", "/deep/part.xml.gz")
    assert {path: outcomes[path] for path in paths} == dict.fromkeys(paths, "stored")


def test_a_story_of_the_feed_keeps_its_title_and_date(crawled):
    channels = crawled.rows()[BY_FEED]["channels"]
    assert [(c["channel"], c["referrer"], c["anchor"], c["date_raw"], c["date_kind"]) for c in channels] == [
        ("feed", f"{crawled.paper.url}/rss.xml", "Flood", "Mon, 03 Nov 2025 18:45:00 +0100", "pubDate")
    ]
    assert f"{BY_FEED}?utm_source=rss" not in crawled.paper.requests


def test_a_story_of_the_sitemap_keeps_its_date(crawled):
    channels = crawled.rows()[BY_SITEMAP]["channels"]
    assert [(c["channel"], c["date_raw"], c["date_kind"]) for c in channels] == [("sitemap", "2025-11-02", "lastmod")]


def test_a_related_story_knows_who_led_to_it_and_how_far_it_is(crawled):
    row = crawled.rows()[ONLY_RELATED]
    assert [(c["channel"], c["referrer"]) for c in row["channels"]] == [("related", crawled.paper.url + CUP)]
    assert row["hops"] == 1


def test_sitemaps_are_followed_three_deep_and_never_in_circles(crawled):
    asked = [path for path in crawled.paper.requests if path.startswith("/deep/")]
    assert sorted(asked) == ["/deep/1.xml", "/deep/2.xml", "/deep/3.xml", "/deep/index.xml", "/deep/part.xml.gz"]
    assert crawled.outcomes()["/deep/4.xml"] == "budget"


def test_links_to_other_sites_are_rows_but_never_requests(crawled):
    outcomes = crawled.outcomes()
    assert [outcomes[url] for url in (ELSEWHERE, "http://127.0.0.1:9/an-ad", "https://elsewhere.example/x")] == [
        "offsite"
    ] * 3


def test_variants_of_one_story_are_one_row_and_one_request(crawled):
    rows = {path: row for path, row in crawled.rows().items() if "many-names" in path}
    assert list(rows) == [MANY_NAMES]
    assert len(rows[MANY_NAMES]["channels"]) == 4
    assert [path for path in crawled.paper.requests if "many-names" in path] == [MANY_NAMES]


def test_redirects_are_followed_and_every_name_accounted_for(crawled):
    outcomes = crawled.outcomes()
    names = ("/go/7", "/go/8", "/circle/one-of-two-100008", "/circle/two-of-two-100008", "/left-for-others-100009")
    assert {outcomes[name] for name in names} == {"redirected"}
    assert outcomes[TARGET] == "stored"
    links = [row for row in crawled.lake.read("links").to_pylist() if row["kind"] == "redirect"]
    edges = {tuple(row[name].removeprefix(crawled.paper.url) for name in ("from_url", "to_url")) for row in links}
    assert {("/go/7", "/go/8"), ("/go/8", TARGET)} <= edges


def test_a_redirect_to_another_spelling_is_one_row(crawled):
    row = crawled.rows()[f"{MOVED}/"]
    assert (row["outcome"], row["final_url"]) == ("stored", crawled.paper.url + MOVED)


def test_a_failure_that_passes_is_asked_again(crawled):
    assert crawled.outcomes()["/heals"] == "stored"
    assert crawled.paper.requests.count("/heals") == 2


def test_every_advertised_url_has_exactly_one_outcome(crawled):
    rows = crawled.lake.read("fetches").to_pylist()
    keys = [row["url_key"] for row in rows]
    linked = {row["to_url_key"] for row in crawled.lake.read("links").to_pylist()}
    assert len(keys) == len(set(keys))
    assert linked <= set(keys)
    assert crawled.summary["advertised"] == sum(crawled.summary["outcomes"].values()) == len(rows)


def test_hops_and_pages_have_budgets(paper, crawler):
    crawler.source(max_hops=2, max_pages=20)
    chain = [f"/story-number-{n}-in-a-long-chain-10000{n}.html" for n in range(6)]
    many = [f"/story-number-{n}-of-far-too-many-1000{n}.html" for n in range(10, 40)]
    paper.html("/", chain[0], *many)
    for path, following in zip(chain, [*chain[1:], None], strict=True):
        paper.story(path, *([following] if following else []))
    for path in many:
        paper.story(path)
    crawler.run()
    outcomes = crawler.outcomes()
    assert len([path for path in paper.requests if path != "/robots.txt"]) == 20
    assert {outcomes[path] for path in many} == {"stored", "budget"}
    assert outcomes.get(chain[3], "budget") == "budget"
    assert chain[4] not in outcomes


def test_a_private_name_is_refused_even_when_a_source_names_it(paper, crawler):
    other = paper.url.replace("127.0.0.1", "localhost")
    crawler.source(hosts=[other.removeprefix("http://")])
    paper.html("/", f"{other}/a-story-on-the-other-host-100001.html")
    crawler.run()
    assert crawler.outcomes()[f"{other}/a-story-on-the-other-host-100001.html"] == "address_refused"


@pytest.mark.parametrize(
    ("status", "named", "asked"),
    [(500, False, 1), (503, False, 3), (500, True, 3)],
    ids=["guessed", "guessed of a busy host", "named by robots.txt"],
)
def test_a_sitemap_that_fails_is_asked_for_again_unless_it_is_a_guess(paper, crawler, status, named, asked):
    paper.html("/", CUP)
    paper.story(CUP)
    paper.answer("/sitemap.xml", status=status)
    if named:
        paper.answer("/robots.txt", f"Sitemap: {paper.url}/sitemap.xml\n")
    crawler.run()
    assert paper.requests.count("/sitemap.xml") == asked
    assert crawler.outcomes()[CUP] == "stored"
