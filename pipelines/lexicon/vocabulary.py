"""The words by which authors of pages name the parts of a page: in class, id, ARIA role and microdata names; one list a role.

In these lists a hyphen stands for `-`, `_`, `__` (BEM) or nothing, `*` for any letters, and `$` for the end of the name:
`most-read*` finds `mostRead` and `most__readers-list`. A word begins and ends where the name does, or at a hyphen, an
underscore or a camel-case hump. What follows from a role is decided elsewhere: `pipelines.page.roles` finds the roles of a
box's names, `pipelines.page.surroundings` says whose a line of the page is.
"""

from __future__ import annotations

from enum import StrEnum

from pipelines.lexicon import related_words


class Role(StrEnum):
    """What a box is to the page's own story."""

    BODY = "body"
    STANDFIRST = "standfirst"
    PART = "part"  # heading, quotation, list
    AUTHOR = "author"
    AUTHOR_BY_HEADLINE = "author_by_headline"  # elsewhere a columnist's box or the staff
    AUTHOR_DETAIL = "author_detail"  # the author's picture, job, description
    DATE = "date"
    POST_META = "post_meta"  # one story's line or box: who, when, in which section
    SOURCE = "source"
    PICTURE = "picture"
    BYLINE = "byline"
    BIO = "bio"
    CAPTION = "caption"
    RELATED = "related"  # offers other stories
    READ_ON = "read_on"  # leads on to another story, or to the rest of this one
    TEASER = "teaser"  # one such offer
    LIST = "list"
    COMMENT = "comment"
    SIDEBAR = "sidebar"
    NAVIGATION = "navigation"
    MASTHEAD = "masthead"
    FOOTER = "footer"
    LEGAL = "legal"
    TAGS = "tags"
    SHARE = "share"
    SIGN_UP = "sign_up"
    SUBSCRIBE = "subscribe"
    PAYWALL = "paywall"
    CONSENT = "consent"
    ADVERT = "advert"
    PLAYER = "player"
    GALLERY = "gallery"
    EVENT = "event"
    DIALOG = "dialog"  # opens over the page
    TOOL = "tool"  # print, vote, log in, contents, machine-made summary
    VAGUE = "vague"  # may be any of these

    __hash__ = str.__hash__  # an enum's own is a Python function, and roles are looked up for every box


PARTS = {
    Role.BODY: "*article-body* *story-body* *article-content* *article-text* *post-content* *entry-content* "
    "*post-body* *entry-body* *story-content* *story-text* *content-body* *body-content* *body-text* *rich-text* "
    "*news-text* *news-content* *single-content* *articulo-cuerpo* cuerpo$ article$ artikel$ texto$ story$ text$",
    Role.STANDFIRST: "standfirst sub-title sub-titles sub-head sub-headline sub-header sub-heading deck dek lead lede "
    "lead-in lead-text lead-paragraph chapeau chapo entradilla excerpt intro* summary abstract description desc "
    "ingress preamble vorspann bajada sommario occhiello catenaccio strapline lid zajawka synopsis teaser-text "
    "field-teaser hero-excerpt subline",
    Role.PART: "head *headline* *heading* *title* *quote* *zitat* *question* *answer* *list* terminal",
    Role.AUTHOR: "byline* by-line by-lines author* *author autor* auteur* writer written-by article-author* write-by* signature "
    "firma verfasser credito-autor creditos-autor journalist contributor*",
    Role.AUTHOR_BY_HEADLINE: "reporter reporters reporter-list* reporter-name redaktor forfatter skribent kirjoittaja avtor "
    "penulis jornalista giornalista tac-gia szerzo szerzok yazar muhabir repórter",
    Role.AUTHOR_DETAIL: "avatar* *bio* *image* *photo* *description* *box* *quote* role* *title* *tips job*",
    Role.DATE: "date dateline date-time pub-date post-date publish-date publication-date create-date update-date "
    "article-date news-date time timestamp timestamps publish-time post-time meta metadata post-meta entry-meta "
    "article-meta story-meta news-meta post-metadata entry-metadata article-metadata published updated last-published "
    "last-updated",
    Role.POST_META: "post-meta* post-*-meta* entry-meta* article-meta* story-meta* post-info* post-author* post-date* "
    "post-copyright* post-footer* entry-footer* article-footer* story-footer*",
    Role.SOURCE: "source sources credit credits caption captions photo-credit* image-credit* picture-credit*",
    Role.PICTURE: "caption* cptn* photo* foto* image* img* picture* bild* media-info* media-caption* media-text* "
    "*content-image*",
}
"""Words for what belongs to a story."""

DATED = (
    "byline* *publi* *posted* date* *date datum* time* *time created* fecha* data-ora* data-pub* *zeit* lineinfo* *info *meta* "
    "*author*"
)
"""Words for places in which a day may stand, besides those of `Role.DATE`."""

SURE = {
    Role.BYLINE: "byline* post-meta entry-meta article-meta timestamp timestamps",
    Role.RELATED: f"{related_words.OFFERS} {related_words.CHARTS} {related_words.ONLY_IN_ROLES}",
    Role.READ_ON: f"{related_words.READ_ON} prev-next next-prev next-post* next-article* prev-post* prev-article* "
    "previous-post* previous-article*",
    Role.TEASER: "teaser teasers teaserlist appetizer*",
    Role.COMMENT: "comment* coment* user-comment* reader-comment* article-comment* post-comment* kommentar* commenti "
    "reactie* yorum* komentar* комментари* disqus* reply replies leserbrief* discussion talkback*",
    Role.SIGN_UP: "newsletter* sign-up",
    Role.SUBSCRIBE: "subscribe* subscription*",
    Role.ADVERT: "ad ads google-ad google-ads google-adsense* adv advert* adsense adslot* dfp* promo promos promotion* "
    "promobox* sponsor* banner banners affiliate* donate* donation* app-download",
    Role.CONSENT: "cookie* consent* gdpr ccpa cmp onetrust* ot-sdk* otpc* didomi* usercentrics* sourcepoint "
    "sp-message* quantcast* cookiebot* privacy*",
    Role.SHARE: "share* sharing* social* addtoany* sharedaddy whatsapp* telegram*",
    Role.TAGS: "tags taglist tagcloud",
    Role.NAVIGATION: "navigation breadcrumb breadcrumbs pagination pager paging skip-link skip-links search toc "
    "table-of-contents",
    Role.MASTHEAD: "*masthead*",
    Role.FOOTER: "contentinfo",
    Role.LEGAL: "copyright copyrights colophon impressum disclaim*",
    Role.BIO: "author-bio* author-box* author-info* author-card* author-description* about-author about-the-author "
    "author-profile* "
    "biography",
    Role.CAPTION: "caption captions wp-caption-text credit credits photo-credit photo-credits image-credit "
    "image-credits img-credit img-credits",
    Role.PLAYER: "video-player* audio-player* media-player* jw-player*",
    Role.GALLERY: "carousel* slideshow*",
    Role.EVENT: "event events agenda veranstaltung veranstaltungen evento eventos événement événements evenementen "
    "eventi calendar kalender termin termine fixture fixtures weather wetter horoscope tv-guide lottery",
    Role.DIALOG: "modal modals popup popups dialog alertdialog",
    Role.TOOL: "toolbar toolbars print-only no-print sr-only visually-hidden screen-reader* tooltip tooltips "
    "complementary survey poll rating ratings vote votes feedback reaction reactions ai-summary* ai-content* "
    "testimonial testimonials pull-quote pull-quotes infobox* factbox* podlove",
}
"""Words that say by themselves that a box is apart from the story's text, and what it is."""

HINTS = {
    Role.BYLINE: "date dateline meta metadata author authors",
    Role.RELATED: "latest* recent* news-ticker* playlist story-list news-list post-list article-list headlines",
    Role.TEASER: "list-item*",
    Role.LIST: "list listing card cards item items",
    Role.SIDEBAR: "side-bar* side widget widgets textwidget aside rail",
    Role.FOOTER: "foot footer*",
    Role.NAVIGATION: "nav navi navbar navigation menu menus",
    Role.MASTHEAD: "top-bar site-header header-top header-date header-bar current-date current-time today todays "
    "today-date todays-date clock branding logo",
    Role.TAGS: "tag keyword keywords topic topics",
    Role.SHARE: "follow*",
    Role.PAYWALL: "paywall* regwall* paid-content subscriber-only premium-content piano-* offer-wall metered",
    Role.BIO: "bio",
    Role.PLAYER: "player players",
    Role.GALLERY: "gallery galleries slider sliders",
    Role.TOOL: "tool tools login sign-in overlay callout cta rss app asset embed* inset hidden hide d-none notice",
    Role.VAGUE: "box header top bottom extra other link links next previous prev more archive aggregat*",
}
"""Words that say so only together with something else, as few sentences and many links."""

NEVER = (
    "site-description* subscriber-preview* subscriber-premium* subscriber-content* advertorial* social-media-embed* authori* "
    "author-list-item* authors-list-item* icon-list-item* foto-volt* "
    "foto-syn* bildung* bildschirm* entry-header* story-header* article-header* post-header* teaser-meta* "
    "date-comments* teaser-*-meta* teaser-cat* teaser-date* teaser-author* news-list-author* news-list-date* news-list-meta*"
)
"""Words that would be taken for others in these lists, and mean something else."""

NEUTRAL_PREFIXES = (
    "has with without no not is overflow field-name-field-teaser category tag type status format content-with "
    "wp-block-list wp-block-group wp-block-column wp-block-columns wp-block-table wp-block-heading "
    "wp-block-paragraph wp-block-cover hover sm md lg xl xs col row grid flex container site template page-template "
    "theme js single paywall-article main width max min"
)
"""Beginnings of names that say how a box looks or what its story is about, not what it is to the story: `has-sidebar`."""

NOT_NEUTRAL = "site-header site-footer"
"""Names that begin so and are words of the lists all the same."""

NEUTRAL_WORDS = "enabled disabled open opened closed toggle active ready loaded visible"
"""Whole names that say in which state a box is."""

TAGS = {
    "aside": Role.SIDEBAR,
    "figcaption": Role.CAPTION,
    "footer": Role.FOOTER,
    "nav": Role.NAVIGATION,
}
"""Elements that have such a role by themselves: https://html.spec.whatwg.org/multipage/sections.html."""
