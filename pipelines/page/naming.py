"""What authors call the parts of a page: class, id and role names that say story, standfirst, or something beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from lxml.etree import _Element

BESIDE = 2
DOUBTFUL = 1

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NEUTRAL_TOKEN = re.compile(
    r"(?:enabled|disabled|open|opened|closed|toggle|active|ready|loaded|visible)$|^(?:has|with|"
    r"without|no|not|is|overflow|field--name-field-teaser|category|tag|type|status|format|post-\d|content-with|wp-block-(?:list|group|columns?|table|heading|paragraph|cover)|hover|sm|md|"
    r"lg|xl|xs|col|row|grid"
    r"|flex|container|site|template|page-template|theme|js|single|paywall-article|main|width|max|min)(?:[-_:\d]|$)"
)
_BESIDE = re.compile(
    r"(?:^|[-_])(?:related\w*|recommend\w*|recirc\w*|newsletters?\w*|promo(?:s|tion\w*|box\w*)?|"
    r"sponsor\w*|advert(?!orial)\w*|adsense|adslot\w*|dfp\w*|banners?|cookies?|consent\w*"
    r"|shar(?:e|es|ing)\w*|social(?!-media-embed)\w*|comm?ents?|commentlist|comm?ent-?\w*|comentarios|"
    r"kommentar\w*|disqus\w*|breadcrumbs?|pagination|pager|paging|tagcloud|taglist|tags"
    r"|subscri(?:be|ption)\w*|signup|sign-up|outbrain\w*|taboola\w*|popular\w*|trending|most-?read|"
    r"most-?viewed|mostpopular|read-?more|read-?next|read-?also|see-?also|also-?read"
    r"|more-?(?:from|on|stories|news|articles|links)\w*|author-?(?:bio|box|info|card|description)\w*|"
    r"authorbio|about-?author|captions?|wp-caption-text|copyrights?|carousel\w*|slideshow\w*"
    r"|toolbars?|print-?only|no-?print|skip-?links?|sr-?only|visually-?hidden|screen-?reader\w*|"
    r"modals?|popups?|onetrust\w*|ot-sdk\w*|otpc\w*|didomi\w*|cmp|gdpr|ccpa|privacy\w*|second-article|teasers?|teaserlist|ai-?summary\w*|ai-?content\w*|"
    r"testimonials?|affiliate\w*|(?:video|audio|media|jw)-?player\w*|author-?\w*profile\w*|"
    r"pull-?quotes?|biography|tooltips?|donat(?:e|ion)\w*|survey|poll|ratings?|votes?|feedback|"
    r"reactions?"
    r"|timestamps?|post-?meta|entry-?meta|article-?meta|byline\w*|inline-?related|dont-?miss|"
    r"top-?stories|jp-relatedposts|yarpp\w*|crp_related|addtoany\w*|sharedaddy|link-?box\w*|"
    r"link-?list\w*"
    r"|app-?download|whatsapp\w*|telegram\w*|disclaimers?|table-of-contents|podlove|photo-?credits?|"
    r"image-?credits?|img-?credits?|credits?|contentinfo|complementary|navigation|alertdialog|dialog|"
    r"search"
    r"|masthead|leggi-anche|lire-aussi|lees-ook|lesen-sie-auch|mehr-zum-thema|moreonthis|infobox\w*|"
    r"factbox\w*|correlat\w*|relacionad\w*|verwandt\w*|similar\w*|neighbou?rs?|prev-?next|nextprev|"
    r"next-?post\w*|previous-?post\w*|zobacz\w*|czytaj\w*)(?=$|[-_\d])"
    r"|^(?:ads?|adv)(?:$|[-_])|[-_](?:ads?|adv|toc)$|^toc(?:$|[-_](?:list|container|nav|wrapper|box))"
)
_DOUBTFUL = re.compile(
    r"(?:^|[-_])(?:side-?bar\w*|side|widgets?|foot(?:er)?\w*|nav(?:i|bar|igation)?|menus?|topics?|"
    r"keywords?|login|signin|sign-in|paywall\w*|regwall\w*|bio|meta|metadata|gallery|galleries|"
    r"sliders?|players?|video-?player\w*"
    r"|tools?|teasers?|teaserlist|overlay|callout|cta|rss|date|dateline|authors?|latest\w*|hidden|"
    r"hide|d-none|follow\w*|notice|next|previous|prev|more|links?|rail|box|aside|app|asset|embed\w*|"
    r"inset|list|listing|cards?|items?|tag|header|top|archive|aggregat\w*|extra|bottom|story-?list|"
    r"news-?list|other)(?=$|[-_\d])"
)
_STORY = re.compile(
    r"article-?body|story-?body|article-?content|article-?text|post-?content|entry-?content|"
    r"post-?body|entry-?body|story-?content|story-?text|content-?body|body-?content|body-?text|"
    r"article__body"
    r"|rich-?text|news-?text|news-?content|single-?content|articulo-?cuerpo|(?:^|[ _-])(?:cuerpo|"
    r"article|artikel|texto|story|text)(?:$| )"
)
_STANDFIRST = re.compile(
    r"(?:^|[-_])(?:standfirst|sub-?titles?|sub-?head(?:line|er|ing)?|deck|dek|lead|lede|lead-?in|"
    r"lead-?text|chapeau|chapo|entradilla|excerpt|intro\w*|summary|abstract|description|desc|ingress|"
    r"preamble|vorspann"
    r"|bajada|sommario|occhiello|catenaccio|strapline|lid|zajawka|synopsis|teaser-?text|field-teaser|hero__excerpt|"
    r"subline|leadparagraph|lead-?paragraph)(?=$|[-_\d])"
)


NAMES = ("id", "role", "itemprop", "data-testid")
"""Attributes, besides the class, in which authors name elements."""


def names(attributes: _Element | Mapping[str, str]) -> str:
    """Class, id, role and the like of an element, or of attributes: what its author called it."""
    get = attributes.get
    called = get("class") or ""
    for name in NAMES:
        if more := get(name):
            called = f"{called} {more}" if called else more
    return called


def is_neutral(token: str) -> bool:
    """Whether a class name says how something looks or what it is about, not what it is to the story.

    >>> is_neutral("category-sport"), is_neutral("byline")
    (True, False)
    """
    return _NEUTRAL_TOKEN.match(token) is not None


@lru_cache(maxsize=50_000)
def aside_level(called: str) -> int:
    """How surely names say that an element is beside the story: BESIDE, DOUBTFUL or 0.

    >>> aside_level("related-articles"), aside_level("l-sidebar"), aside_level("has-sidebar article-body")
    (2, 1, 0)
    """
    level = 0
    for token in _tokens(called):
        if is_neutral(token):
            continue
        if _BESIDE.search(token):
            return BESIDE
        if _DOUBTFUL.search(token):
            level = DOUBTFUL
    return level


@lru_cache(maxsize=50_000)
def says_story(called: str) -> bool:
    """Whether names say that an element holds the story."""
    return _STORY.search(" ".join(_tokens(called))) is not None


@lru_cache(maxsize=50_000)
def says_standfirst(called: str) -> bool:
    """Whether names say that an element holds the standfirst."""
    return any(_STANDFIRST.search(token) for token in _tokens(called))


def _tokens(called: str) -> list[str]:
    return _CAMEL.sub("-", called).lower().split()
