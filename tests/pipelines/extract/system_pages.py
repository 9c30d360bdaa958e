# ruff: noqa: E501 -- markup is read best in one line
"""Pages in the markup that publishing systems give them: a story, lists of stories, attachments and static pages of each.

Written after the templates of the systems' default themes; the words are ours.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

SITE = "http://courier.example"
LINES = (
    "The council of Saltmarsh voted on Tuesday to mend the old bridge, which has been shut to lorries since the flood.",
    "Nobody knows yet what the work will cost, the mayor said, but the river will not wait for another winter.",
    "Two firms have offered to do it by spring, and a third has asked to see the piers before it names a price.",
    "Residents of the east bank have crossed by ferry for a year, and the ferry does not run when the wind is up.",
)
TEXT = "".join(f"<p>{line}</p>" for line in LINES)
TITLES = (
    "Council votes to mend the old bridge",
    "Ferry stays in port as the wind gets up",
    "School meals to be cooked in the valley",
)
SLUGS = ("council-mends-bridge", "ferry-in-port", "school-meals")
ABOUT = "<p>The Courier is made by six people above a bakery in Saltmarsh. It has come out every week since the year of the flood.</p>"


@dataclass(frozen=True, slots=True)
class Made:
    """One page: the system and template that made it, where it stands, its markup, and the kind that it is."""

    name: str
    url: str
    html: str
    kind: str


def made(
    name: str, path: str, kind: str, body: str, *, head: str = "", title: str = TITLES[0], classes: str = ""
) -> Made:
    attribute = f' class="{classes}"' if classes else ""
    html = f"<html lang=en><head><title>{title} – The Saltmarsh Courier</title>{head}</head><body{attribute}>{body}</body></html>"
    return Made(name, f"{SITE}{path}", html, kind)


def ld(*nodes: dict[str, object]) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@graph": list(nodes)})}</script>'


ARTICLE = '<meta property="og:type" content="article">'
NAV = "<nav><a href='/'>Home</a> <a href='/about/'>About</a> <a href='/category/news/'>News</a></nav>"


def wordpress(number: int, *, full: bool = True) -> str:
    """An entry of a classic theme's list, with its whole text or the beginning."""
    link = f"{SITE}/2026/11/2{number}/{SLUGS[number]}/"
    content = TEXT if full else f"<p>{LINES[number]} <a href='{link}' class='more-link'>Continue reading</a></p>"
    return f"""<article id="post-{number}" class="post-{number} post type-post hentry"><header class="entry-header">
        <h2 class="entry-title"><a href="{link}" rel="bookmark">{TITLES[number]}</a></h2><div class="entry-meta">Posted on
        <time class="entry-date published" datetime="2026-11-2{number}T09:00:00+00:00">November 2{number}, 2026</time> by Ann Lee</div>
        </header><div class="entry-content">{content}</div></article>"""


def wordpress_page(entries: str, heading: str = "") -> str:
    return f'{NAV}<div id="content"><main class="site-main"><header class="page-header">{heading}</header>{entries}</main></div>'


def rest(collection: str) -> str:
    return f'<link rel="alternate" title="JSON" type="application/json" href="{SITE}/wp-json/wp/v2/{collection}/7">'


WORDPRESS_STORY = f"""<article class="post-7 post type-post hentry"><header class="entry-header"><h1 class="entry-title">{TITLES[0]}</h1>
    <div class="entry-meta">Posted on <time datetime="2026-11-20T09:00:00+00:00">November 20, 2026</time></div></header>
    <div class="entry-content">{TEXT}</div></article>"""
BY_WORDPRESS = [
    made("wordpress, its own first post", "/2026/11/20/hello-world/", "other",
         wordpress_page("<article class='post'><h1 class='entry-title'>Hello world!</h1><p>Welcome to WordPress. This is your first post. Edit or delete it, then start writing!</p></article>"),
         head=rest("posts"), title="Hello world!", classes="single single-post postid-1"),
    made("wordpress story", "/2026/11/20/council-mends-bridge/", "article", wordpress_page(WORDPRESS_STORY),
         classes="post-template-default single single-post postid-7 single-format-standard"),
    made("wordpress story, plain address", "/?p=7", "article", wordpress_page(WORDPRESS_STORY),
         classes="post-template-default single single-post postid-7 single-format-standard"),
    made("wordpress tag of one story in full", "/tag/bridges/", "listing",
         wordpress_page(wordpress(0), '<h1 class="page-title">Tag: bridges</h1>'), title="bridges", classes="archive tag tag-bridges tag-12"),
    made("wordpress category, plain address", "/?cat=3", "listing",
         wordpress_page(wordpress(0) + wordpress(1), '<h1 class="page-title">News</h1>'), title="News",
         classes="archive category category-news category-3"),
    made("wordpress author, declared an article", "/author/ann/", "listing",
         wordpress_page(wordpress(0, full=False), '<h1 class="page-title">Ann Lee</h1>' + ABOUT), head=ARTICLE, title="Ann Lee",
         classes="archive author author-ann author-2"),
    made("wordpress month", "/2026/11/", "listing", wordpress_page(wordpress(0), '<h1 class="page-title">November 2026</h1>'),
         title="November 2026", classes="archive date"),
    made("wordpress second page", "/page/2/", "listing", wordpress_page(wordpress(1)), title="Page 2", classes="home blog paged paged-2"),
    made("wordpress search", "/?s=bridge", "listing", wordpress_page(wordpress(0)), title="bridge", classes="search search-results"),
    made("wordpress attachment", "/2026/11/20/council-mends-bridge/pier/", "other",
         wordpress_page(f"<article class='attachment'><h1 class='entry-title'>The pier at low tide</h1><figure><img src='/p.jpg'></figure><p>{LINES[3]}</p></article>"),
         title="The pier", classes="attachment single single-attachment postid-9 attachmentid-9 attachment-jpeg"),
    made("wordpress attachment, by its address alone", "/2026/11/20/council-mends-bridge/pier/", "other",
         wordpress_page(f"<h1>The pier at low tide</h1><p>Posted in <a href='/2026/11/20/council-mends-bridge/'>{TITLES[0]}</a></p><figure><img src='/p.jpg'></figure><p>{LINES[3]}</p>"),
         head=ARTICLE, title="The pier"),
    made("wordpress attachment, plain address", "/?attachment_id=9", "other",
         wordpress_page(f"<h1>The pier at low tide</h1><p>{LINES[3]}</p><p>{LINES[2]}</p>"), title="The pier"),
    made("wordpress page of its own name", "/?page_id=2", "other",
         wordpress_page(f"<article class='page'><h1 class='entry-title'>Who makes the Courier</h1>{ABOUT}{ABOUT}</article>"),
         title="Who makes the Courier", classes="page-template-default page page-id-2"),
    made("wordpress block theme, a page by its resource", "/house-rules/", "other",
         f"{NAV}<main><h1 class='wp-block-post-title'>House rules</h1><div class='entry-content'>{TEXT}</div></main>",
         head=rest("pages"), title="House rules"),
    made("wordpress block theme, a tag by its resource", "/t/bridges/", "listing",
         f"{NAV}<main><h1>bridges</h1><ul><li><h2 class='wp-block-post-title'><a href='/council-mends-bridge/'>{TITLES[0]}</a></h2>{TEXT}</li></ul></main>",
         head=ARTICLE + rest("tags"), title="bridges"),
    made("wordpress, no classes, search engine plug-in", "/bridges/", "listing",
         f"{NAV}<main><h1>Bridges</h1><div><h2><a href='/council-mends-bridge/'>{TITLES[0]}</a></h2>{TEXT}</div></main>",
         head=ARTICLE + ld({"@type": "CollectionPage", "@id": f"{SITE}/bridges/", "name": "Bridges"}, {"@type": "WebSite"}), title="Bridges"),
    made("wordpress story, search engine plug-in", "/council-mends-bridge/", "article", f"{NAV}<main>{WORDPRESS_STORY}</main>",
         head=ARTICLE + ld({"@type": "WebPage", "@id": f"{SITE}/council-mends-bridge/"},
                           {"@type": "Article", "headline": TITLES[0], "mainEntityOfPage": {"@id": f"{SITE}/council-mends-bridge/"}})),
]  # fmt: skip


def hugo(number: int) -> str:
    return f"""<article class="post-entry"><header class="entry-header"><h2 class="entry-hint-parent">{TITLES[number]}</h2></header>
        <div class="entry-content"><p>{LINES[number]}</p></div><footer class="entry-footer"><span title="2026-11-20">November 20, 2026</span></footer>
        <a class="entry-link" aria-label="post link to {TITLES[number]}" href="{SITE}/posts/{SLUGS[number]}/"></a></article>"""


def hugo_plain(number: int) -> str:
    return f"""<section class="list-item"><h1 class="title"><a href="/posts/{SLUGS[number]}/">{TITLES[number]}</a></h1>
        <time>Nov 20, 2026</time><div class="summary"><p>{LINES[number]}</p><p>{LINES[3]}</p></div></section>"""


BY_HUGO = [
    made("hugo story", "/posts/council-mends-bridge/", "article",
         f'<main class="main"><article class="post-single"><header><h1 class="post-title">{TITLES[0]}</h1><div class="post-meta">November 20, 2026</div></header><div class="post-content">{TEXT}</div></article></main>',
         head=ARTICLE + ld({"@type": "BlogPosting", "headline": TITLES[0], "mainEntityOfPage": {"@id": f"{SITE}/posts/council-mends-bridge/"}})),
    made("hugo term", "/tags/bridges/", "listing", f'<main class="main"><header class="page-header"><h1>bridges</h1></header>{hugo(0)}{hugo(1)}</main>',
         title="bridges", classes="list"),
    made("hugo section, summaries", "/posts/", "listing", f"<main>{hugo_plain(0)}{hugo_plain(1)}{hugo_plain(2)}</main>", title="Posts"),
    made("hugo front page", "/", "listing", f"<main>{hugo_plain(0)}{hugo_plain(1)}{hugo_plain(2)}</main>", head=ARTICLE),
    made("hugo about, declared a posting", "/about/", "other", f'<main><article class="post-single"><h1>About the Courier</h1><div>{TEXT}</div></article></main>',
         head=ARTICLE + ld({"@type": "BlogPosting", "headline": "About the Courier", "mainEntityOfPage": {"@id": f"{SITE}/about/"}}), title="About the Courier"),
]  # fmt: skip


def jekyll(number: int) -> str:
    return f"""<li><span class="post-meta">Nov 2{number}, 2026</span><h3><a class="post-link" href="/news/2026/11/2{number}/{SLUGS[number]}.html">
        {TITLES[number]}</a></h3><p>{LINES[number]}</p></li>"""


BY_JEKYLL = [
    made("jekyll contact, at an address of its own, dated", "/z/", "other", f'<main><article class="post"><h1 class="post-title">Contact</h1>{ABOUT}</article></main>',
         head=ARTICLE + '<meta property="article:published_time" content="2026-11-20">', title="Contact"),
    made("jekyll story", "/news/2026/11/20/council-mends-bridge.html", "article",
         f'<main class="page-content"><article class="post h-entry" itemtype="http://schema.org/BlogPosting"><header><h1 class="post-title p-name">{TITLES[0]}</h1></header><div class="post-content e-content">{TEXT}</div></article></main>',
         head=ARTICLE + ld({"@type": "BlogPosting", "headline": TITLES[0], "url": f"{SITE}/news/2026/11/20/council-mends-bridge.html"})),
    made("jekyll front page", "/", "listing", f'<main><div class="home"><h2>Posts</h2><ul class="post-list">{jekyll(0)}{jekyll(1)}{jekyll(2)}</ul></div></main>',
         head=ld({"@type": "WebSite", "url": f"{SITE}/"})),
    made("jekyll contact", "/kontakt.html", "other", f'<main><article class="post"><h1 class="post-title">Kontakt</h1><div class="post-content">{ABOUT}{ABOUT}{ABOUT}</div></article></main>',
         head=ld({"@type": "WebPage", "url": f"{SITE}/kontakt.html"}), title="Kontakt"),
]  # fmt: skip


def pelican(number: int) -> str:
    return f"""<li><article class="hentry"><header><h2 class="entry-title"><a href="{SITE}/{SLUGS[number]}.html" rel="bookmark">{TITLES[number]}</a></h2>
        </header><footer class="post-info"><time class="published" datetime="2026-11-20T09:00:00+01:00">Fri 20 November 2026</time></footer>
        <div class="entry-content">{TEXT}</div></article></li>"""


BY_PELICAN = [
    made("pelican index, last page of one", "/index7.html", "listing", f'<section id="content"><ol id="post-list">{pelican(0)}</ol></section>', title="The Saltmarsh Courier"),

    made("pelican story", "/council-mends-bridge.html", "article",
         f'<section id="content" class="body"><header><h1 class="entry-title"><a href="{SITE}/council-mends-bridge.html" rel="bookmark">{TITLES[0]}</a></h1></header><div class="entry-content">{TEXT}</div></section>',
         classes="home"),
    made("pelican category of two", "/category/news.html", "listing", f'<section id="content"><ol id="post-list">{pelican(0)}{pelican(1)}</ol></section>', title="news"),
    made("pelican author of one", "/author/ann-lee.html", "listing",
         f'<aside id="featured"><article><h1 class="entry-title"><a href="/council-mends-bridge.html">{TITLES[0]}</a></h1>{TEXT}</article></aside>', title="Ann Lee"),
    made("pelican index, second page", "/index2.html", "listing", f'<section id="content"><ol id="posts-list">{pelican(0)}{pelican(1)}{pelican(2)}</ol></section>',
         head=ARTICLE, title="The Saltmarsh Courier"),
]  # fmt: skip


def hexo(number: int) -> str:
    return f"""<article class="h-entry article article-type-post" itemprop="blogPost"><div class="article-meta"><a href="/2026/11/2{number}/{SLUGS[number]}/" class="article-date">
        <time datetime="2026-11-2{number}T09:00:00.000Z">2026-11-2{number}</time></a></div><div class="article-inner"><header class="article-header">
        <h1 itemprop="name"><a class="p-name article-title" href="/2026/11/2{number}/{SLUGS[number]}/">{TITLES[number]}</a></h1></header>
        <div class="e-content article-entry" itemprop="articleBody">{TEXT}</div></div></article>"""


BY_HEXO = [
    made("hexo story", "/2026/11/20/council-mends-bridge/", "article",
         f'<section id="main"><article class="article article-type-post"><h1 class="p-name article-title">{TITLES[0]}</h1><div class="e-content article-entry" itemprop="articleBody">{TEXT}</div></article></section>', head=ARTICLE),
    made("hexo index in full", "/page/2/", "listing", f'<section id="main">{hexo(0)}{hexo(1)}</section>'),
    made("hexo front page in full", "/", "listing", f'<section id="main">{hexo(0)}{hexo(1)}{hexo(2)}</section>'),
    made("hexo month of one", "/archives/2026/11/", "listing", f'<section id="main">{hexo(0)}</section>', title="Archives: 2026/11"),
    made("hexo front page, titles that are no headings", "/", "listing",
         "<div class='recent-posts'>" + "".join(f"<div class='recent-post-item'><a class='article-title' href='/{slug}/'>{title}</a><div class='content'>{TEXT}</div></div>" for slug, title in zip(SLUGS, TITLES, strict=True)) + "</div>"),
]  # fmt: skip

BY_ICARUS = [
    made(
        f"hexo list that declares itself an article, entries: {count}",
        "/tags/bridge/page/2/",
        "listing",
        f'<section id="main">{"".join(map(hexo, range(count)))}</section>',
        head=ld(
            {
                "@type": "BlogPosting",
                "headline": "Tag: bridge",
                "mainEntityOfPage": {"@id": f"{SITE}/tags/bridge/page/2/"},
            }
        ),
        title="Tag: bridge",
    )
    for count in (1, 2)
]

BY_NIKOLA = [
    made("nikola tag", "/categories/bridges/", "listing",
         '<main id="content"><div class="postindex">' + "".join(f'<article class="h-entry post-text"><header><h1 class="p-name entry-title"><a href="/posts/{slug}/" class="u-url">{title}</a></h1></header><div class="e-content entry-content">{TEXT}</div></article>' for slug, title in zip(SLUGS, TITLES, strict=True)) + "</div></main>",
         title="Posts about bridges"),
    made("nikola story", "/posts/council-mends-bridge/", "article",
         f'<main id="content"><article class="post-text h-entry hentry postpage" itemtype="http://schema.org/Article"><header><h1 class="p-name entry-title"><a href="." class="u-url">{TITLES[0]}</a></h1></header><div class="e-content entry-content">{TEXT}</div></article></main>', head=ARTICLE),
]  # fmt: skip

BY_OTHERS = [
    made("mkdocs index", "/blog/", "listing",
         '<main class="md-main"><div class="md-content"><div class="md-content__inner"><header class="md-typeset"><h1>Blog</h1></header>' + "".join(f'<article class="md-post md-post--excerpt"><header class="md-post__header"><time datetime="2026-11-20">November 20, 2026</time></header><div class="md-post__content md-typeset"><h2 id="{slug}"><a class="toclink" href="2026/11/20/{slug}/">{title}</a></h2><p>{LINES[0]}</p><p>{LINES[1]}</p></div></article>' for slug, title in zip(SLUGS, TITLES, strict=True)) + "</div></div></main>", title="Blog"),
    made("ghost tag", "/tag/bridges/", "listing", f'<main><h1>Bridges</h1><article class="post-card post"><a class="post-card-content-link" href="/council-mends-bridge/"><h2 class="post-card-title">{TITLES[0]}</h2><div class="post-card-excerpt">{LINES[0]}</div></a></article></main>',
         head=ld({"@type": "Series", "url": f"{SITE}/tag/bridges/"}), title="Bridges", classes="tag-template tag-bridges"),
    made("ghost story", "/council-mends-bridge/", "article", f'<main><article class="article post"><h1 class="article-title">{TITLES[0]}</h1><section class="gh-content">{TEXT}</section></article></main>',
         head=ld({"@type": "Article", "url": f"{SITE}/council-mends-bridge/", "headline": TITLES[0]}), classes="post-template tag-bridges"),
    made("drupal term", "/taxonomy/term/4", "listing", "<main><h1>Bridges</h1>" + "".join(f'<article class="node node--type-article node--view-mode-teaser"><h2 class="node__title"><a href="/node/{n}" rel="bookmark">{TITLES[n]}</a></h2><div class="node__content"><p>{LINES[n]}</p></div></article>' for n in range(3)) + "</main>",
         title="Bridges", classes="path-taxonomy"),
    made("drupal story", "/node/4", "article", f'<main><article class="node node--type-article node--view-mode-full"><h1 class="page-title">{TITLES[0]}</h1><div class="node__content">{TEXT}</div></article></main>', classes="path-node page-node-type-article"),
    made("docusaurus tag", "/blog/tags/bridges", "listing", "<main itemtype='https://schema.org/Blog'><h1>One post tagged with bridges</h1>" + f'<article class="margin-bottom--xl" itemtype="https://schema.org/BlogPosting"><header><h2 class="title_f1Hy"><a href="/blog/council-mends-bridge">{TITLES[0]}</a></h2></header><div class="markdown">{TEXT}</div></article></main>', title="One post tagged"),
    made("spip section", "/spip.php?rubrique3", "listing", "<div id='content'><h1 class='titre'>Ville</h1><div class='liste-articles'>" + "".join(f'<article class="entry"><strong class="h3-like entry-title"><a href="spip.php?article{n}">{TITLES[n]}</a></strong><div class="introduction entry-content"><p>{LINES[n]}</p></div></article>' for n in range(3)) + "</div></div>",
         title="Ville", classes="pas_surlignable page_rubrique"),
    made("wagtail index", "/news/", "listing", "<main><h1>News</h1>" + "".join(f'<div class="card"><div class="card-body"><h5 class="card-title"><a href="/news/{slug}/">{title}</a></h5><p class="card-text">{LINES[0]} {LINES[1]}</p></div></div>' for slug, title in zip(SLUGS, TITLES, strict=True)) + "</main>", title="News"),
    made("eleventy tag, titles alone", "/tags/bridges/", "listing", '<main><h1>Tagged “bridges”</h1><ol class="postlist">' + "".join(f'<li class="postlist-item"><a href="/blog/{slug}/" class="postlist-link">{title}</a><time class="postlist-date">20 November 2026</time></li>' for slug, title in zip(SLUGS, TITLES, strict=True)) + f"</ol></main><footer><p>{LINES[0]}</p><p>{LINES[1]}</p><p>{LINES[2]}</p></footer>", title="Tagged bridges"),
    made("plain list, heading and text side by side", "/latest/", "listing", "<div id=c><h1>Latest</h1>" + "".join(f"<h2><a href='/{slug}'>{title}</a></h2><p class=date>20 November 2026</p><p>{LINES[0]}</p>" for slug, title in zip(SLUGS, TITLES, strict=True)) + "</div>", title="Latest"),
    made("story with linked headings in it", "/bridge", "article", f"<div id=c><p>Saltmarsh</p><p>{LINES[0]}</p><h3><a href='/ferry'>{TITLES[1]}</a></h3>{TEXT}<h3><a href='/meals'>{TITLES[2]}</a></h3>{TEXT}</div>"),
    made("story above cards of others", "/council-mends-bridge", "article", f"<div id=c><h1>{TITLES[0]}</h1>{TEXT}<div class=grid>" + "".join(f"<div class=card><h3><a href='/{slug}'>{title}</a></h3><p>{LINES[0]}</p></div>" for slug, title in zip(SLUGS[1:], TITLES[1:], strict=True)) + "</div></div>", head=ARTICLE),
]  # fmt: skip

PAGES = [*BY_WORDPRESS, *BY_HUGO, *BY_JEKYLL, *BY_PELICAN, *BY_HEXO, *BY_ICARUS, *BY_NIKOLA, *BY_OTHERS]
