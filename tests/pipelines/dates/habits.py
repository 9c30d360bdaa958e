"""Habits of publishers: how a page says when its story was published, and other things on it that have dates."""

from __future__ import annotations

from tests.pipelines.dates.story_page import LD

OWN_DAY = "2025-11-03"
PARAGRAPH = (
    "<p>The harbour opened again after a year of works and the first ferries left in the morning, as crowds watched "
    "from the quay and from the old lighthouse, which had been closed for as long.</p>"
)
PATH = "/news/the-harbour-opens-again"

DECLARED = {
    "jsonld": LD.format(
        '{"@type":"NewsArticle","headline":"The harbour opens again","datePublished":"2025-11-03T14:20:00+01:00"}'
    ),
    "meta": '<meta property="article:published_time" content="2025-11-03T14:20:00+01:00">',
    "dublin core": '<meta name="DC.date.issued" content="2025-11-03">',
    "microdata": '<meta itemprop="datePublished" content="2025-11-03T14:20:00+01:00">',
}
"""What the head of a page declares."""
SHOWN = {
    "time": '<div class="byline">By Ann Lee <time datetime="2025-11-03T14:20:00+01:00">3 Nov</time></div>',
    "byline": '<p class="byline">By Ann Lee, 3 November 2025</p>',
    "label": "<p>Published: 3 November 2025, 14:20</p>",
    "meta list": '<ul class="post-meta"><li>Ann Lee</li><li>3 November 2025</li></ul>',
}
"""What readers see below the headline."""

CARD = '<a href="/news/bridge"><h3>Another bridge closes for repairs</h3></a>'
BELOW_HEADLINE = {
    "teasers": f'<div class="teaser">{CARD}<time datetime="2026-01-25">25 January 2026</time></div>',
    "a card without names": f"<div>{CARD}<span>25 January 2026</span></div>",
    "on this day": "<section><h2>On this day</h2><p><b>14 September 1993</b> The old bridge fell.</p></section>",
    "an embedded post": '<blockquote class="twitter-tweet"><p>Open!</p>— Port <a href="/x">September 14, 2025</a></blockquote>',
    "an event in a sentence": '<p>The concert takes place on <time datetime="2026-01-25">25 January 2026</time>.</p>',
    "an event's facts": "<dl><dt>When</dt><dd>25 January 2026, 19:30</dd></dl>",
    "an event's line": "<p><b>When:</b> 25 January 2026</p>",
    "an event in microdata": '<div itemscope itemtype="https://schema.org/Event"><time itemprop="startDate" '
    'datetime="2026-01-25T19:30">25 January 2026</time></div>',
    "a caption": "<figure><img src='a.jpg'><figcaption>14 September 2025</figcaption></figure>",
    "a picture's line": '<div class="image"><img src="a.jpg"><div class="caption">Quay, 14 September 2025</div></div>',
    "an agency's picture": "<figure><img src='a.jpg'><figcaption>Photo: dpa, 14.09.2025</figcaption></figure>",
    "an update": "<p>Updated: 20 January 2026</p>",
    "an update in a time element": '<p>Updated <time datetime="2026-01-20T10:00:00Z">20 January 2026</time></p>',
    "an update behind a label": '<div class="last-updated"><time datetime="2026-01-20T10:00Z">20 January 2026</time></div>',
    "a correction": "<p><i>Correction, 14 December 2025: An earlier version named the wrong ferry.</i></p>",
    "an editor's note": "<p>Editor’s note, 14 December 2025: We have changed the headline.</p>",
    "a review by a doctor": "<p>Last reviewed: 20 January 2026</p>",
    "a print elsewhere": "<p>This story was originally published on 14 September 2019 in The Other Paper.</p>",
    "a product's release": "<dl><dt>Release date</dt><dd>14 September 2025</dd></dl>",
    "a deadline": "<p>Deadline: 31 January 2026</p>",
    "an offer": "<p>Offer valid until 31 January 2026</p>",
    "fixtures": "<table><tr><td>14.09.2025</td><td>Ajax</td></tr><tr><td>21.09.2025</td><td>PSV</td></tr></table>",
    "a chronology": "<ul><li>14 September 2025: gates removed</li><li>2 October 2025: gates arrive</li></ul>",
    "a life": "<p>Born: 14 September 1950<br>Died: 3 January 2026</p>",
    "the day of a sentence": "<p>On 14 September 2025 the council closed the harbour for works that took a year.</p>",
    "a sentence that begins": "<p>14 September 2025 was the day on which the harbour closed.</p>",
    "a link's day in brackets": '<p><b>Read also:</b> <a href="/x">Another bridge closes</a> (25 January 2026)</p>',
}
"""Things between headline and story whose days are not the story's."""
BEHIND_STORY = {
    "comments": "<h3>2 comments</h3><ul><li><b>Joe</b> 25 January 2026 at 10:00<p>Nice!</p></li></ul>",
    "a picture's data": "<table><tr><th>Date taken</th><td>14 September 2019</td></tr></table>",
    "a broadcast": "<p>Broadcast: Evening News, 14.09.2025, 19:30</p>",
    "a page of another story": "<article><h1>Another bridge closes for repairs</h1>"
    f"<time datetime='2026-01-25'>25 Jan</time>{PARAGRAPH}</article>",
    "an author since": '<div class="author-box"><b>Ann Lee</b><p>Member since 14 September 2019</p></div>',
    "neighbours": '<nav><a href="/a">Older headline</a> <span>14 September 2025</span></nav>',
    "prices": "<small>Price checked: 14 September 2025</small>",
    "the site": "<footer><p>Last updated 14 September 2025</p></footer>",
    "an attribute": '<div datetime="2026-01-25T10:00:00Z">Advertisement</div>',
    "a printed issue": "<p>A version of this article appears in print on September 14, 2025, Section A, Page 1.</p>",
}
"""Things behind the story."""
NODES = (
    "Event.startDate",
    "VideoObject.uploadDate",
    "ImageObject.datePublished",
    "Product.releaseDate",
    "Book.datePublished",
    "Comment.dateCreated",
    "WebSite.datePublished",
    "PodcastEpisode.datePublished",
    "FAQPage.datePublished",
    "Review.datePublished",
    "ClaimReview.datePublished",
    "CollectionPage.datePublished",
    "NewsArticle.datePublished",
)
NAMES = (
    "build-date",
    "generated",
    "last-modified",
    "expires",
    "article:expiration_time",
    "og:video:release_date",
    "event:start_time",
    "theme-date",
    "version-date",
    "copyright",
    "site-created",
    "server-time",
    "request-date",
    "archive-date",
    "review_date",
    "effective-date",
    "sale-date",
    "forecast-date",
    "user-registered-date",
    "cdc:last_published",
    "pagedate",
    "deploy-date",
    "subscription-date",
)
IN_HEAD = {
    **{
        f"a node {kind}.{name}": LD.format(
            f'{{"@type":"{kind}","name":"Something quite different","{name}":"2025-09-14"}}'
        )
        for kind, _, name in (node.partition(".") for node in NODES)
    },
    **{f"meta {name}": f'<meta name="{name}" content="2025-09-14T10:00:00+02:00">' for name in NAMES},
}
"""What a head declares of other things."""
OTHER_LINES = {
    "en": "Event date: 25 January 2026; Closing date: 31 January 2026; As of 14 September 2025; Kick-off: 25 January 2026; "
    "Air date: September 14, 2025; Opening: 25 January 2026; Due date: 31 January 2026; Tested: 14 September 2025",
    "de": "Wann: 25. Januar 2026; Einsendeschluss: 31.01.2026; Sendedatum: 14.09.2025; Stand: 20.01.2026; Spieltag: 14.09.2025; "
    "Gültig bis 31.01.2026; Am 14. September 2025 schloss der Rat den Hafen.; Korrektur vom 14. Dezember 2025: Wir irrten.",
    "fr": "Quand : 25 janvier 2026; Date limite : 31 janvier 2026; Sortie le 14 septembre 2025; Mis à jour le 20 janvier 2026; "
    "Le 14 septembre 2025, le conseil a fermé le port.; Jusqu’au 31 janvier 2026",
    "es": "Cuándo: 25 de enero de 2026; Fecha límite: 31 de enero de 2026; Estreno: 14 de septiembre de 2025; "
    "Actualizado: 20 de enero de 2026; El 14 de septiembre de 2025 el consejo cerró el puerto.",
    "it": "Quando: 25 gennaio 2026; Scadenza: 31 gennaio 2026; Uscita: 14 settembre 2025; Aggiornato il 20 gennaio 2026",
    "pt": "Quando: 25 de janeiro de 2026; Prazo: 31 de janeiro de 2026; Atualizado em 20 de janeiro de 2026; "
    "Publicado originalmente em 14 de setembro de 2019 no Outro Jornal",
    "pl": "Kiedy: 25 stycznia 2026; Premiera: 14 września 2025; Aktualizacja: 20 stycznia 2026",
    "ru": "Когда: 25 января 2026; Премьера: 14 сентября 2025; Обновлено: 20 января 2026",
    "ja": "開催日：2026年1月25日; 発売日：2025年9月14日; 締切：2026年1月31日; 更新日：2026年1月20日",
    "zh": "活动时间：2026年1月25日; 发售日期：2025年9月14日; 截止日期：2026年1月31日; 更新时间：2026年1月20日",
    "ko": "행사일: 2026년 1월 25일; 출시일: 2025년 9월 14일; 마감: 2026년 1월 31일",
}
"""Lines in a byline's box, by language, whose days are not the story's; a semicolon between them."""
OWN_LINES = {
    "en": "3 November 2025; Ann Lee, November 3, 2025; Posted on: 3 November 2025; Nov 3, 2025 at 2:20 pm in News; "
    "Date: 3 November 2025",
    "de": "3. November 2025; Von Ann Lee, 03.11.2025; Veröffentlicht: 03.11.2025, 14:20 Uhr; 03.11.2025 von Ann Lee; "
    "Datum: 03.11.2025; Berlin, den 3. November 2025; Online seit 03.11.2025; Pressemitteilung vom 3. November 2025",
    "fr": "3 novembre 2025; Publié le 03/11/2025 à 14h20; Par Ann Lee, le 3 novembre 2025; Lundi 3 novembre 2025; "
    "Paris, le 3 novembre 2025",
    "es": "3 de noviembre de 2025; Publicado: 03/11/2025 14:20; Madrid, 3 de noviembre de 2025; Fecha: 03/11/2025",
    "it": "3 novembre 2025; di Ann Lee, 3 novembre 2025; Pubblicato il 3 novembre 2025, 14:20; Data: 03/11/2025",
    "pt": "3 de novembro de 2025; Publicado em 03/11/2025 às 14h20; Por Ann Lee - 03/11/2025; "
    "segunda-feira, 3 de novembro de 2025",
    "pl": "3 listopada 2025; Opublikowano: 3 listopada 2025, 14:20; Data: 03.11.2025",
    "ru": "3 ноября 2025; Опубликовано: 3 ноября 2025, 14:20; Дата: 03.11.2025",
    "ja": "2025年11月3日; 公開日：2025年11月3日; 2025/11/03 14:20",
    "zh": "2025年11月3日; 发布时间：2025年11月3日 14:20; 2025-11-03 14:20:00",
    "ko": "2025년 11월 3일; 입력 2025.11.03 14:20; 등록: 2025-11-03 14:20",
}
"""Lines that tell the day of the story."""
