"""Jekyll with its default theme, Minima, and its usual plugins: feed, SEO tags, sitemap, pagination."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.zoo.site import FIRST_PORT, Site
from tests.zoo.stories import CATEGORIES, Story, slug
from tests.zoo.systems import markdown
from tests.zoo.systems.static import StaticSystem
from tests.zoo.tools import Tools, run

PACKAGES = (
    "jekyll", "jekyll-theme-minima", "ruby-jekyll-feed", "ruby-jekyll-seo-tag", "ruby-jekyll-sitemap",
    "ruby-jekyll-paginate-v2",
)  # fmt: skip
CONFIG = """title: {title}
description: News from the coast
url: {url}
timezone: {zone}
lang: {language}
theme: minima
plugins: [jekyll-feed, jekyll-seo-tag, jekyll-sitemap, jekyll-paginate-v2]
pagination: {{enabled: true, per_page: 10, permalink: '/page/:num/', sort_reverse: true}}
minima: {{date_format: "{date_format}"}}
"""
DATE_FORMATS = {"en": "%b %-d, %Y", "de": "%-d.%-m.%Y", "fr": "%d/%m/%Y", "es": "%d/%m/%Y"}
LISTING = """<ul class="post-list">{% for post in ITEMS %}<li>
<span class="post-meta">{{ post.date | date: site.minima.date_format }}</span>
<h3><a class="post-link" href="{{ post.url | relative_url }}">{{ post.title | escape }}</a></h3>
{{ post.excerpt }}</li>{% endfor %}</ul>
"""
PAGER = """{% if paginator.next_page %}<a class="next" href="{{ paginator.next_page_path }}">Older</a>{% endif %}
{% if paginator.previous_page %}<a class="previous" href="{{ paginator.previous_page_path }}">Newer</a>{% endif %}
"""


class Jekyll(StaticSystem):
    """Debian's Jekyll."""

    sites = (Site("jekyll-minima", "minima", "America/New_York", "en", FIRST_PORT + 10),)

    def install(self, tools: Tools) -> None:
        """Debian's packages."""
        tools.debian("jekyll", *PACKAGES)

    def write(self, site: Site, source: Path, tools: Tools, stories: Sequence[Story]) -> None:
        """Settings, a file a story under `_posts/`, the front page in pages, a page a category and those of the paper."""
        told = {"title": site.title, "url": site.url.rstrip("/"), "zone": site.zone, "language": site.language}
        markdown.write(source / "_config.yml", CONFIG.format(**told, date_format=DATE_FORMATS[site.language]))
        home = {"layout": "page", "title": "", "pagination": {"enabled": True}}
        markdown.write(
            source / "index.html", markdown.front_matter(home) + LISTING.replace("ITEMS", "paginator.posts") + PAGER
        )
        for name in CATEGORIES[site.language]:
            head = {"layout": "page", "title": name, "permalink": f"/{slug(name)}/"}
            posts = LISTING.replace("ITEMS", f"site.categories['{name}']")
            markdown.write(source / f"{slug(name)}.html", markdown.front_matter(head) + posts)
        for name, title in markdown.PAGES[site.language]:
            head = {"layout": "page", "title": title, "permalink": f"/{name}/"}
            markdown.write(source / f"{name}.md", markdown.front_matter(head) + markdown.PAGE_TEXT[site.language])
        for story in stories:
            picture = markdown.save_picture(story, source / "assets" / "pictures")
            post = {
                "layout": "post", "title": story.title, "date": f"{story.at:%Y-%m-%d %H:%M:%S %z}",
                "author": story.authors[0], "categories": [story.category], "tags": list(story.tags),
            }  # fmt: skip
            text = markdown.body(story, f"/assets/pictures/{picture}")
            file = source / "_posts" / f"{story.at:%Y-%m-%d}-{story.slug}.md"
            markdown.write(file, markdown.front_matter(post) + text)

    def generate(self, site: Site, source: Path, made: Path, tools: Tools) -> None:
        """`jekyll build`."""
        run(["jekyll", "build", "--quiet", "--source", str(source), "--destination", str(made)], source)

    def path(self, site: Site, story: Story) -> str:
        """Jekyll's default: category, date and slug."""
        return f"/{story.category.lower()}/{story.at:%Y/%m/%d}/{story.slug}.html"
