import gzip
from types import SimpleNamespace

RSS = "<rss version='2.0'><channel>{}</channel></rss>"
ITEM = "<item><title>Flood</title><link>{}</link><pubDate>Mon, 03 Nov 2025 18:45:00 +0100</pubDate></item>"
SPACE = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"


def reply(body, status=200, **headers):
    body = body.encode() if isinstance(body, str) else body
    return SimpleNamespace(body=body, status=status, headers={"Content-Type": "text/xml"} | headers)


def test_feeds_sitemaps_sections_and_related_links_all_lead_to_stories(paper, crawler):
    feed_link = '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'
    paper.html("/", "/sport/", text=feed_link)
    paper.html("/sport/", "/sport/cup-final-won-in-extra-time-100001.html")
    paper.story("/sport/cup-final-won-in-extra-time-100001.html", "/sport/only-related-links-lead-here-100002.html")
    paper.story("/sport/only-related-links-lead-here-100002.html")
    paper.story("/news/named-by-the-feed-alone-100003.html")
    paper.story("/news/named-by-the-sitemap-alone-100004.html")
    paper.pages["/rss.xml"] = reply(
        RSS.format(ITEM.format(f"{paper.url}/news/named-by-the-feed-alone-100003.html?utm_source=rss"))
    )
    paper.pages["/robots.txt"] = reply(f"User-agent: *\nDisallow:\nSitemap: {paper.url}/deep/index.xml\n")
    paper.pages["/deep/index.xml"] = reply(
        f"<sitemapindex {SPACE}><sitemap><loc>{paper.url}/deep/part.xml.gz</loc></sitemap></sitemapindex>"
    )
    entry = (
        f"<url><loc>{paper.url}/news/named-by-the-sitemap-alone-100004.html</loc><lastmod>2025-11-02</lastmod></url>"
    )
    paper.pages["/deep/part.xml.gz"] = reply(gzip.compress(f"<urlset {SPACE}>{entry}</urlset>".encode()))
    summary = crawler.run()

    assert summary["state"] == "finished"
    assert set(crawler.outcomes().values()) == {"stored"}
    rows = crawler.rows()
    by_feed = rows["/news/named-by-the-feed-alone-100003.html"]["channels"]
    assert [(c["channel"], c["referrer"], c["anchor"], c["date_raw"], c["date_kind"]) for c in by_feed] == [
        ("feed", f"{paper.url}/rss.xml", "Flood", "Mon, 03 Nov 2025 18:45:00 +0100", "pubDate")
    ]
    by_sitemap = rows["/news/named-by-the-sitemap-alone-100004.html"]["channels"]
    assert [(c["channel"], c["date_raw"], c["date_kind"]) for c in by_sitemap] == [("sitemap", "2025-11-02", "lastmod")]
    related = rows["/sport/only-related-links-lead-here-100002.html"]
    assert [(c["channel"], c["referrer"].removeprefix(paper.url)) for c in related["channels"]] == [
        ("related", "/sport/cup-final-won-in-extra-time-100001.html")
    ]
    assert (related["hops"], rows["/deep/part.xml.gz"]["resource"], rows["/rss.xml"]["resource"]) == (
        1,
        "sitemap",
        "feed",
    )
    assert "/news/named-by-the-feed-alone-100003.html?utm_source=rss" not in paper.requests


def test_a_sitemap_index_that_includes_itself_ends(paper, crawler):
    paper.html("/")
    more = "".join(f"<sitemap><loc>{paper.url}/s{n}.xml</loc></sitemap>" for n in range(3))
    paper.pages["/sitemap.xml"] = reply(
        f"<sitemapindex {SPACE}><sitemap><loc>{paper.url}/sitemap.xml</loc></sitemap>{more}</sitemapindex>"
    )
    for depth in range(8):
        nested = f"<sitemap><loc>{paper.url}/s{depth + 1}0.xml</loc></sitemap>"
        for name in (f"/s{depth}.xml", f"/s{depth}0.xml"):
            paper.pages[name] = reply(f"<sitemapindex {SPACE}>{nested}</sitemapindex>")
    crawler.run()
    assert paper.requests.count("/sitemap.xml") == 1
    assert sum(path.startswith("/s") and path.endswith(".xml") for path in paper.requests) < 15


def test_links_to_other_sites_are_rows_but_never_requests(paper, crawler):
    paper.html("/", "http://127.0.0.1:9/ad-for-a-bank", "/a-story-that-stays-here-100001.html")
    paper.story("/a-story-that-stays-here-100001.html", "https://elsewhere.example/their-story")
    summary = crawler.run()
    outcomes = crawler.outcomes()
    assert (
        outcomes["http://127.0.0.1:9/ad-for-a-bank"] == outcomes["https://elsewhere.example/their-story"] == "offsite"
    )
    assert summary["advertised"] == sum(summary["outcomes"].values()) == crawler.lake.read("fetches").num_rows


def test_variants_of_one_story_are_one_row_and_one_request(paper, crawler):
    paper.html(
        "/",
        "/amp/a-story-with-many-names-100001.html",
        "/a-story-with-many-names-100001.html?utm_source=home",
        "/a-story-with-many-names-100001.html#comments",
        "/a-story-with-many-names-100001.html?fbclid=1",
    )
    for path in ("/a-story-with-many-names-100001.html", "/amp/a-story-with-many-names-100001.html"):
        paper.story(path)
    crawler.run()
    rows = {path: row for path, row in crawler.rows().items() if "many-names" in path}
    assert list(rows) == ["/a-story-with-many-names-100001.html"]
    assert len(rows["/a-story-with-many-names-100001.html"]["channels"]) == 4
    assert [path for path in paper.requests if "many-names" in path] == ["/a-story-with-many-names-100001.html"]


def test_redirects_are_followed_and_both_names_accounted_for(paper, crawler):
    paper.html(
        "/", "/go/7", "/moved-within-its-name-100002.html/", "/circle/one-of-two-100003", "/gone-to-others-100009"
    )
    paper.pages["/go/7"] = reply("", 302, Location="/go/8")
    paper.pages["/go/8"] = reply("", 301, Location="/where-it-really-is-100001.html")
    paper.story("/where-it-really-is-100001.html")
    paper.pages["/moved-within-its-name-100002.html/"] = reply("", 301, Location="/moved-within-its-name-100002.html")
    paper.story("/moved-within-its-name-100002.html")
    paper.pages["/circle/one-of-two-100003"] = reply("", 302, Location="/circle/two-of-two-100004")
    paper.pages["/circle/two-of-two-100004"] = reply("", 302, Location="/circle/one-of-two-100003")
    paper.pages["/gone-to-others-100009"] = reply("", 301, Location="https://elsewhere.example/x")
    crawler.run()
    outcomes = crawler.outcomes()
    assert outcomes["/go/7"] == outcomes["/go/8"] == "redirected"
    assert outcomes["/where-it-really-is-100001.html"] == "stored"
    assert outcomes["/circle/one-of-two-100003"] == outcomes["/circle/two-of-two-100004"] == "redirected"
    assert outcomes["https://elsewhere.example/x"] == "offsite"
    row = crawler.rows()["/moved-within-its-name-100002.html/"]
    assert (row["outcome"], row["final_url"]) == ("stored", f"{paper.url}/moved-within-its-name-100002.html")
    links = crawler.lake.read("links").to_pylist()
    edges = {
        (row["from_url"].removeprefix(paper.url), row["to_url"].removeprefix(paper.url))
        for row in links
        if row["kind"] == "redirect"
    }
    assert {("/go/7", "/go/8"), ("/go/8", "/where-it-really-is-100001.html")} <= edges


def test_every_linked_url_has_one_row_and_the_hop_budget_is_an_outcome(paper, crawler):
    crawler.source(max_hops=2)
    paths = [f"/story-number-{n}-in-a-long-chain-10000{n}.html" for n in range(6)]
    paper.html("/", paths[0])
    for path, following in zip(paths, [*paths[1:], None], strict=True):
        paper.story(path, *([following] if following else []))
    crawler.run()
    outcomes = crawler.outcomes()
    assert [outcomes.get(path) for path in paths] == ["stored", "stored", "stored", "budget", None, None]
    linked = {row["to_url_key"] for row in crawler.lake.read("links").to_pylist()}
    keys = [row["url_key"] for row in crawler.lake.read("fetches").to_pylist()]
    assert linked <= set(keys)
    assert len(keys) == len(set(keys))


def test_the_page_budget_ends_what_is_left(paper, crawler):
    crawler.source(max_pages=9, discover=False)
    paths = [f"/story-number-{n}-of-many-1000{n}.html" for n in range(10, 30)]
    paper.html("/", *paths)
    for path in paths:
        paper.story(path)
    crawler.run()
    counted = list(crawler.outcomes().values())
    assert counted.count("budget") == 20 - counted.count("stored") + 1 > 10


def test_hosts_that_a_source_names_are_in_scope(paper, crawler):
    other = paper.url.replace("127.0.0.1", "localhost")
    crawler.source(hosts=[other.removeprefix("http://")])
    paper.html("/", f"{other}/a-story-on-the-other-host-100001.html")
    paper.story("/a-story-on-the-other-host-100001.html")
    crawler.run()
    # in scope, but a private name that the source does not start from
    assert crawler.outcomes()[f"{other}/a-story-on-the-other-host-100001.html"] == "address_refused"
