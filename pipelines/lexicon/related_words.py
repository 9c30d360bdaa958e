"""The words by which pages offer other stories: names of boxes, headings over links, beginnings of lines, in each language.

`<div class="most-read">`, `<h3>Mehr zum Thema</h3>`, `Read also: Mill burns down`. Extraction and the crawl ask the same lists.
In lists of names a hyphen stands for any hyphens or none, and `*` for more letters, as in `pipelines.lexicon.vocabulary`.
"""

from __future__ import annotations

import re

OFFERS = (
    "related* recommend* recirc* similar* verwandt* relacionad* correlat* zobacz* czytaj* you-may* dont-miss "
    "more-from* more-on* more-stories* more-news* more-articles* mehr-zum* lire-aussi leggi-anche lees-ook"
)
"""Names of boxes that offer other stories: `related`, `relatedLinks`, `more_from_author`."""
READ_ON = "read-more read-next read-also see-also also-read up-next"
"""Names of boxes that lead on to one other story."""
CHARTS = "most-read* most-viewed* most-popular*"
"""Names of boxes that list what is read most."""
ONLY_AROUND_LINKS = (
    "popular* trending* latest* teaser* headlines* card* story-list* article-list* news-list* listing* next-post* aside* "
    "sidebar* promo*"
)
"""Names that say of the links in a box, though not of its text, that they are offers."""
ONLY_IN_CRAWL = (
    "relat(ed|ionad[oa]s?)", "read on", "more like", r"recommande\w*", "further reading", "next (story|article)", "onward",
    r"suggest\w*", "linked stories", "morelike", "teaser related", r"weitere \w+", "a lire", "articles? lies", r"powiazan\w+",
    "podobne", "tambien", "aanbevolen", r"gerelateerd\w*",
)  # fmt: skip
"""More names in the crawl, where a name or an `aria-label` is written as words: `c-RelatedStories` as `c related stories`."""

READ_ALSO = (
    "read more", "read also", "also read", "see also", "more on", "read next", "don't miss",
    "lesen sie auch", "lesen sie hier", "mehr zum thema", "auch interessant", "lies auch",
    "lire aussi", "à lire aussi", "a lire aussi", "leer también", "lea también", "le puede interesar", "te puede interesar",
    "leggi anche", "leia também", "leia mais", "veja também", "lees ook", "læs også", "les også", "läs också", "läs mer",
    "les mer", "czytaj także", "czytaj też", "zobacz także", "zobacz też", "zobacz również", "polecamy",
    "читайте также", "читайте ещё", "смотрите также", "по теме", "διαβάστε επίσης", "διαβάστε ακόμα", "δείτε επίσης",
    "přečtěte si", "čtěte také", "olvasson", "olvassa el", "ayrıca bakınız", "ayrıca okuyun",
    "ilgili haber", "citește și", "citiți și",
    "citește mai mult", "vezi și", "pročitajte još", "pročitajte i", "pročitaj još", "čitajte još", "вижте още", "читайте още",
    "читайте також", "дивіться також", "lue myös", "loe ka", "loe lisaks",
    "lasi arī", "taip pat skaitykite", "skaitykite taip pat",
    "baca juga", "xem thêm", "đọc thêm", "यह भी पढ़ें", "ये भी पढ़ें", "আরও পড়ুন", "আরো পড়ুন", "இதையும் படிக்க", "یہ بھی پڑھیں",
    "اقرأ أيضا", "اقرأ أيضًا", "اقرأ المزيد", "بیشتر بخوانید", "קראו גם", "קראו עוד",
    "อ่านเพิ่มเติม", "延伸閱讀", "延伸阅读", "相關新聞",
    "相关阅读", "関連記事", "あわせて読みたい", "관련기사", "관련 기사",
)  # fmt: skip
"""What a line in a story says before a link to another: `Read also: Mill burns down`."""


def _names(*lists: str) -> str:
    """The words of lists of names as alternatives that stand anywhere in a name: `most-read*` finds `mostRead`."""
    return "|".join(word.rstrip("*").replace("-", "-?") for words in lists for word in words.split())


def _words(*lists: str) -> str:
    """The same as alternatives that are words: `read-also` finds `read also`."""
    return "|".join(word.replace("*", r"\w*").replace("-", " ") for words in lists for word in words.split())


READ_ON_BOX = re.compile(_names(OFFERS, READ_ON, CHARTS), re.IGNORECASE)
"""Names of a box that offers more to read, even where it is a menu."""
OFFERING_BOX = re.compile(_names(OFFERS, READ_ON, CHARTS, ONLY_AROUND_LINKS), re.IGNORECASE)
"""Names of a box that offers more to read where it is none."""
CRAWLED_BOX = re.compile(rf"\b({_words(OFFERS, READ_ON)}|{'|'.join(ONLY_IN_CRAWL)})\b")
"""Names of a box that offers more to read, written as words."""
LEAD_IN = re.compile(rf"^\W*(?:{'|'.join(READ_ALSO)})\s*[:：>»|\-–]", re.IGNORECASE)
DOUBTFUL_LEAD_IN = re.compile(r"^\W*(?:related|recommended|watch|video|topics)\s*[:：>»|\-–]", re.IGNORECASE)
MORE = re.compile(r"^\W*more\s*[:：»>]", re.IGNORECASE)
"""Words before a colon that lead to something else, unless a sentence without a link follows."""
LABEL = (
    r"read more|read also|also read|see also|related articles?"
    r"|mehr|lesen sie auch|lire aussi|lire la suite|leia mais|lees ook"
    r"|not[ií]cias? relacionadas?|art[ií](?:cul|g)os? relacionados?"
)
"""What a line in a story says that is only a link, as alternatives."""
HEADING = re.compile(
    r"\b(related|read (more|next|also|on)|more (on|from|about|stories|news|like)|see also|recommended|further reading"
    r"|you (may|might) (also )?(like|be)|don'?t miss|up next|in this story|also in|editors?'? picks?|what to read"
    r"|lesen sie( auch)?|mehr (zum thema|dazu|aus|zu)|verwandte|auch interessant|das könnte sie|zum thema"
    r"|weitere (artikel|meldungen|nachrichten|themen)|lire aussi|à lire|sur le même (sujet|thème)|vous aimerez"
    r"|articles? (liés?|associés?|similaires)|nos suggestions|[tl]e puede interesar|relacionad[oa]s?|le[ae] también"
    r"|ver también|más (sobre|noticias|información)|leia (também|mais)|(você )?(também )?pode gostar|veja também|saiba mais"
    r"|leggi anche"
    r"|potrebbe(ro)? interessarti|(articoli )?correlati|lees ook|gerelateerd\w*|meer over|ook interessant"
    r"|läs (också|mer|även)|relaterat|les (også|mer)|læs (også|mere)|lue (myös|lisää)"
    r"|(czytaj|zobacz) (także|też|również|więcej)|przeczytaj|powiązane|podobne|polecane|polecamy"
    r"|čtěte (také|více)|souvisej?í\w*|prečítajte|súvisiace|olvassa|kapcsolódó|citește și|articole similare"
    r"|читайте (также|ещё|також)|по теме|похожие|схожі|прочетете|свързани|διαβάστε|σχετικ\w+"
    r"|ilgili haberler|benzer haberler|bunlar da|baca juga|berita terkait|đọc thêm|tin liên quan)\b"
    r"|関連(記事|ニュース)?|あわせて読|相关(新闻|阅读|报道)?|推荐阅读|延伸閱讀|相關(新聞)?|관련\s?(기사|뉴스)"
    r"|اقرأ أيض|مقالات ذات|ذات صلة|קראו (גם|עוד)|यह भी पढ़ें",
    re.IGNORECASE,
)
"""What a heading says over links to other stories."""
CHART_HEADING = re.compile(
    r"^\W*(?:(?:most|top) (?:popular|shared|commented)|most popular|popular (?:stories|articles|posts|now)"
    r"|trending(?: now| stories| topics)?|(?:what )?(?:others|people|readers) (?:are reading|also read)|(?:das )?lesen andere"
    r"|andere leser interessierte\W? auch|die beliebtesten \w+|beliebteste (?:artikel|beiträge)|les? plus populaires?"
    r"|l[oa]s? \+ (?:leíd|vist)[oa]s?|lo más popular|(?:as )?mais populares|популярное|популярные статьи"
    r"|читают сейчас|найпопулярніше"
    r"|(?:τα πιο )?δημοφιλή|人気(?:記事|ランキング)|よく読まれている記事|热门(?:文章|新闻|阅读)|熱門(?:文章|新聞)"
    r"|[点點热熱][击擊点點]排行\w*"
    r"|인기 (?:기사|뉴스)|(?:berita )?terpopuler|paling (?:populer|banyak dibaca)"
    r"|(?:(?:most|top) (?:read|viewed)|meist ?gelesen\w*|am häufigsten gelesen|les? plus (?:lus?|consultés?)"
    r"|l[oa]s? más (?:leíd|vist)[oa]s?|(?:i|le|gli articoli) più (?:lett|vist)[ei]|(?:as )?mais (?:lid|vist)[ao]s"
    r"|meest (?:gelezen|bekeken)|najczęściej czytane|najchętniej czytane|mest (?:läst\w*|læste?|leste?|sett)|luetuimmat"
    r"|nejčtenější|najčítanejšie|legolvasottabb\w*|cele mai citite|en çok okunan\w*|сам[ыо]е (?:читаем|популярн)[ыо]е"
    r"|най-четени|τα πιο διαβασμένα|アクセスランキング|阅读排行\w*|많이 본 (?:뉴스|기사)|الأكثر (?:قراءة|مشاهدة)|הנקראות ביותר"
    r"|xem nhiều)"
    r"(?: [\w’']+){0,4})\W*$",
    re.IGNORECASE,
)
"""What a heading says over a list of what others read."""
