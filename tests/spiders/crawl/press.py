"""A made-up paper as WordPress builds one: sixty stories, and beside each a dozen addresses that are no story.

Categories, tags, authors, months and pages of archives; a feed for each of them and for each story's comments; reply, share and
print links; attachment pages and image files; the addresses of the system itself. `Press` answers paths from memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from math import ceil

from tests.spiders.crawl.conftest import Reply

CATEGORIES = ("news", "politics", "culture", "sport", "science", "opinion")
AUTHORS = ("jane-doe", "max-roe", "ann-poe", "tim-low", "eva-may")
TAGS = tuple(f"topic-{n}" for n in range(15))
STATIC = ("about", "contact", "privacy-policy", "imprint", "sample-page")
WORDS = ("harbour", "council", "bridge", "winter", "market", "school", "ferry", "museum", "river", "station")
PER_PAGE = 10
IN_FEED = 10
START = date(2025, 6, 1)
HTML = {"Content-Type": "text/html; charset=UTF-8"}
XML = {"Content-Type": "text/xml; charset=UTF-8"}


@dataclass
class Post:
    """A story: `modified` moves with every edit."""

    number: int
    text: str = "as it was first written"
    modified: datetime | None = None

    @property
    def day(self) -> date:
        """Its day: one every second day from START."""
        return START + timedelta(days=2 * self.number)

    @property
    def at(self) -> datetime:
        """When it was published."""
        return datetime(self.day.year, self.day.month, self.day.day, 9, self.number % 60, tzinfo=UTC)

    @property
    def title(self) -> str:
        """A headline of its own."""
        n = self.number
        return f"The {WORDS[n % 10]} and the {WORDS[(n * 3 + 1) % 10]} of year {1900 + n} again"

    @property
    def path(self) -> str:
        """Its permalink."""
        return f"/{self.day:%Y/%m/%d}/{self.title.lower().replace(' ', '-')}/"


@dataclass
class Press:
    """The paper. `sitemap`: it lists its posts and archives with lastmod; `paged`: it has pages of its front page."""

    url: str = ""
    posts: dict[int, Post] = field(default_factory=lambda: {n: Post(n) for n in range(60)})
    sitemap: bool = True

    def newest(self) -> list[Post]:
        """Every post, newest first."""
        return sorted(self.posts.values(), key=lambda post: post.at, reverse=True)

    def edit(self, number: int, night: date) -> None:
        """Change a post's text, and its lastmod, on the day before a night."""
        post = self.posts[number]
        post.text = f"as it was changed for {night}"
        post.modified = datetime(night.year, night.month, night.day, tzinfo=UTC) - timedelta(hours=5)

    def answers(self) -> dict[str, Reply]:
        """Every path of the site with its answer."""
        pages: dict[str, Reply] = {
            "/feed/": self._feed("The Press", self.newest()),
            "/comments/feed/": self._comments("The Press"),
            "/robots.txt": self._robots(),
        }
        for post in self.posts.values():
            pages |= self._post(post)
        for base, title, posts in self._archives():
            pages |= self._archive(base, title, posts)
        for name in STATIC:
            pages[f"/{name}/"] = self._page(name, "<article><h1>Page</h1><p>A few words on this paper.</p></article>")
        return pages | (self._sitemaps() if self.sitemap else {})

    def _archives(self) -> Iterator[tuple[str, str, list[Post]]]:
        posts = self.newest()
        yield "/", "The Press", posts
        for size, base, names in ((6, "category", CATEGORIES), (15, "tag", TAGS), (5, "author", AUTHORS)):
            for at, name in enumerate(names):
                yield f"/{base}/{name}/", name, [post for post in posts if post.number % size == at]
        for month in sorted({post.day.replace(day=1) for post in posts}):
            yield f"/{month:%Y/%m}/", f"{month:%B}", [post for post in posts if post.day.replace(day=1) == month]

    def _archive(self, base: str, title: str, posts: list[Post]) -> dict[str, Reply]:
        found: dict[str, Reply] = {} if base == "/" else {f"{base}feed/": self._feed(title, posts)}
        last = max(1, ceil(len(posts) / PER_PAGE))
        for number in range(1, last + 1):
            part = posts[(number - 1) * PER_PAGE : number * PER_PAGE]
            cards = "".join(
                f"<article class='post'><h2><a href='{self.url}{post.path}'>{post.title}</a></h2><p>{_sentence(post)}</p>"
                f"<time datetime='{post.at.isoformat()}'>{post.day:%d %B %Y}</time></article>"
                for post in part
            )
            more = "".join(
                f"<a class='page-numbers' href='{self.url}{base}{f'page/{n}/' if n > 1 else ''}'>{n}</a>"
                for n in range(1, last + 1)
                if n != number
            )
            path = base if number == 1 else f"{base}page/{number}/"
            body = f"<h1>{title}</h1>{cards}<nav class='pagination'>{more}</nav>"
            feed = "" if base == "/" else f"{base}feed/"
            found[path] = self._page(title, body, feed)
        return found

    def _post(self, post: Post) -> dict[str, Reply]:
        site, path, n = self.url, post.path, post.number
        photo = f"{path}photo-{n}/"
        prose = "".join(f"<p>{_sentence(post)} {_sentence(post, k)}</p>" for k in range(1, 5))
        picture = f"<a href='{site}{photo}' rel='attachment wp-att-{n}'><img src='/p.jpg' alt='x'></a>"
        file = f"<a href='{site}/wp-content/uploads/2025/06/photo-{n}.jpg'><img src='/t.jpg' alt='x'></a>"
        labels = (("category", CATEGORIES[n % 6]), ("tag", TAGS[n % 15]), ("author", AUTHORS[n % 5]))
        filed = "".join(f"<a href='{site}/{base}/{name}/'>{name}</a> " for base, name in labels)
        shares = "".join(
            f"<li><a rel='nofollow' href='{site}{path}?share={name}&amp;nb=1'>Share on {name}</a></li>"
            for name in ("twitter", "facebook", "mail")
        )
        replies = "".join(
            f"<li><p>Well said.</p><a rel='nofollow' class='comment-reply-link' href='{site}{path}?replytocom={c}#respond'>"
            "Reply</a></li>"
            for c in (2 * n, 2 * n + 1)
        )
        body = (
            f"<article class='post'><h1>{post.title}</h1><time datetime='{post.at.isoformat()}'>{post.day:%d %B %Y}"
            f"</time>{prose}{picture}{file}<footer>{filed}<ul class='sharedaddy'>{shares}</ul>"
            f"<a href='{site}{path}print/'>Print</a></footer></article><ol class='comments'>{replies}</ol>"
        )
        page = self._page(post.title, body, f"{path}feed/", canonical=f"{site}{path}", article=True)
        attachment = self._page(f"photo-{n}", f"<article><h1>photo-{n}</h1>{picture}<p>A quay.</p></article>")
        found = {path: page, f"{path}feed/": self._comments(post.title), photo: attachment, f"{path}print/": page}
        found |= {f"{path}?replytocom={c}": page for c in (2 * n, 2 * n + 1)}
        return found | {f"{path}?nb=1": page}

    def _page(self, title: str, body: str, feed: str = "", *, canonical: str = "", article: bool = False) -> Reply:
        site = self.url
        feeds = [("/feed/", "Feed"), ("/comments/feed/", "Comments Feed"), *([(feed, f"{title} Feed")] if feed else [])]
        head = "".join(
            f"<link rel='alternate' type='application/rss+xml' title='The Press &raquo; {name}' href='{site}{place}'>"
            for place, name in feeds
        )
        head += (
            f"<link rel='https://api.w.org/' href='{site}/wp-json/'><link rel='EditURI' href='{site}/xmlrpc.php?rsd'>"
        )
        head += f"<link rel='canonical' href='{canonical}'>" if canonical else ""
        head += "<meta property='og:type' content='article'>" if article else ""
        latest = "".join(f"<li><a href='{site}{post.path}'>{post.title}</a></li>" for post in self.newest()[:5])
        months = sorted({post.day.replace(day=1) for post in self.posts.values()})
        side = "".join(f"<li><a href='{site}/{month:%Y/%m}/'>{month:%B %Y}</a></li>" for month in months)
        cloud = "".join(f"<a href='{site}/tag/{name}/'>{name}</a> " for name in TAGS)
        menu = "".join(f"<li><a href='{site}/category/{name}/'>{name.title()}</a></li>" for name in CATEGORIES)
        foot = "".join(f"<li><a href='{site}/{name}/'>{name}</a></li>" for name in STATIC)
        system = f"<a href='{site}/wp-login.php'>Log in</a> <a href='{site}/wp-json/'>API</a> <a href='{site}/?s=x'>Search</a>"
        text = (
            f"<html lang='en'><head><title>{title}</title>{head}</head><body><header><nav><ul>{menu}</ul></nav></header>"
            f"<main>{body}</main><aside><h2>Recent posts</h2><ul>{latest}</ul><h2>Archives</h2><ul>{side}</ul>{cloud}</aside>"
            f"<footer><ul>{foot}</ul>{system}</footer></body></html>"
        )
        return Reply(text.encode(), headers=dict(HTML))

    def _feed(self, title: str, posts: list[Post]) -> Reply:
        items = "".join(
            f"<item><title>{post.title}</title><link>{self.url}{post.path}</link>"
            f"<pubDate>{post.at:%a, %d %b %Y %H:%M:%S} +0000</pubDate><description>{_sentence(post)}</description></item>"
            for post in posts[:IN_FEED]
        )
        return Reply(
            f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>".encode(), headers=dict(XML)
        )

    def _comments(self, title: str) -> Reply:
        text = f"<rss version='2.0'><channel><title>Comments on: {title}</title></channel></rss>"
        return Reply(text.encode(), headers=dict(XML))

    def _robots(self) -> Reply:
        named = f"Sitemap: {self.url}/wp-sitemap.xml\n" if self.sitemap else ""
        return Reply(f"User-agent: *\nDisallow: /wp-admin/\n{named}".encode(), headers={"Content-Type": "text/plain"})

    def _sitemaps(self) -> dict[str, Reply]:
        posts = "".join(
            f"<url><loc>{self.url}{post.path}</loc><lastmod>{(post.modified or post.at).isoformat()}</lastmod></url>"
            for post in self.posts.values()
        )
        parts = {
            "posts-post-1": posts,
            "posts-page-1": self._locations(f"/{name}/" for name in STATIC),
            "taxonomies-category-1": self._locations(f"/category/{name}/" for name in CATEGORIES),
            "taxonomies-post_tag-1": self._locations(f"/tag/{name}/" for name in TAGS),
            "users-1": self._locations(f"/author/{name}/" for name in AUTHORS),
        }
        index = "".join(f"<sitemap><loc>{self.url}/wp-sitemap-{name}.xml</loc></sitemap>" for name in parts)
        found = {f"/wp-sitemap-{name}.xml": _xml(f"<urlset>{text}</urlset>") for name, text in parts.items()}
        return found | {"/wp-sitemap.xml": _xml(f"<sitemapindex>{index}</sitemapindex>")}

    def _locations(self, paths: Iterator[str]) -> str:
        return "".join(f"<url><loc>{self.url}{path}</loc></url>" for path in paths)


def _sentence(post: Post, k: int = 0) -> str:
    word = WORDS[(post.number + k) % 10]
    return (
        f"In its part {k} the {word} of {1900 + post.number}, {post.text}, was the talk of the whole town all that day."
    )


def _xml(text: str) -> Reply:
    return Reply(text.encode(), headers=dict(XML))


KINDS = {
    "robots and rights": ("/robots.txt", "/ai.txt", "/.well-known/"),
    "sitemaps": ("/wp-sitemap", "/sitemap", "/news-sitemap"),
    "archives": ("/category/", "/tag/", "/author/", "/page/"),
    "static pages": tuple(f"/{name}/" for name in STATIC),
}


def kind_of(path: str, stories: set[str]) -> str:
    """What a request was for."""
    if path in stories:
        return "stories"
    if path.endswith("/feed/"):
        return "feeds"
    named = next((kind for kind, starts in KINDS.items() if path.startswith(starts)), None)
    if named:
        return named
    if path == "/":
        return "front page"
    return "archives" if len(path) <= len("/2025/06/") else "junk"
