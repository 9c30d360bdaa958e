# ruff: noqa: E501 -- markup is read best in one line
"""Bylines as publishing systems write them: the markup of each system's own theme around the same story."""

import pytest

from pipelines.extract.people.people import authors
from pipelines.page.page import Page

ADA, BEN = "Ada Marsh", "Ben Cole"
TITLE = "Harbour bridge closes for repairs"
STORY = "".join(
    f"<p>The old bridge over the harbour will be closed from Monday, and {who} in the town knows how long the repairs are going to take this time.</p>"
    for who in ("nobody", "no one at all", "not a soul", "hardly anybody")
)
HEADER = "<header class='site-header'><a class='site-title' rel='author' href='/'>Harbour Courier</a><nav><ul><li><a href='/news/'>News</a></li><li><a href='/about/'>About</a></li></ul></nav></header>"
FOOTER = "<footer class='site-footer'><span class='author' itemprop='copyrightHolder'>Paul Owner</span> <a href='/imprint/'>Imprint</a></footer>"
COMMENTS = "<section id='comments' class='comments-area'><ol class='comment-list'><li class='comment'><div class='comment-author vcard'><b class='fn'>Rita Reader</b> says:</div><p>I have been waiting for this since the spring, and so have all of us who live here.</p></li></ol></section>"
H1 = f"<h1 class='entry-title'>{TITLE}</h1>"


def page(body: str, head: str = "") -> Page:
    markup = (
        f"<html><head><title>{TITLE} | Harbour Courier</title>{head}</head><body>{HEADER}{body}{FOOTER}</body></html>"
    )
    return Page("http://www.courier.example/2026/03/bridge/", markup.encode())


def article(above: str, below: str = "") -> str:
    """A story with these lines under its headline and at its end, comments below it."""
    return f"<main><article class='post'><header>{H1}{above}</header><div class='entry-content'>{STORY}</div>{below}</article>{COMMENTS}</main>"


DAY = "<time datetime='2026-03-02'>2 March 2026</time>"

SYSTEMS = {
    "drupal_bartik": (
        f"<main><h1 class='title page-title'><span class='field field--name-title'>{TITLE}</span></h1><article role='article' class='node node--type-article node--view-mode-full clearfix'><header><div class='node__meta'>"
        "<article class='profile'></article><span>Submitted by <span class='field field--name-uid field--type-entity-reference field--label-hidden'><a title='View user profile.' href='/user/3' class='username'>Ada Marsh</a></span>"
        f" on <span class='field field--name-created'>Mon, 03/02/2026 - 09:14</span></span></div></header><div class='node__content clearfix'>{STORY}</div></article></main>",
        (ADA,),
    ),
    "drupal_without_profile_link": (
        article(
            "<div class='node__meta'><span>Submitted by <span>Ada Marsh</span> on <span>2 March 2026 - 09:14</span></span></div>"
        ),
        (ADA,),
    ),
    "drupal_olivero": (
        article(
            "<div class='node__meta'><span>By <span class='node__author'><span>Ada Marsh</span></span>, <span>2 March, 2026</span></span></div>"
        ),
        (ADA,),
    ),
    "drupal_7": (
        article(
            "<div class='meta submitted'>Submitted by <span class='username' xml:lang='' about='/user/3' typeof='sioc:UserAccount' property='foaf:name'>Ada Marsh</span> on Mon, 03/02/2026 - 09:14</div>"
        ),
        (ADA,),
    ),
    "drupal_german": (
        article(
            "<div class='node__submitted'>Eingereicht von <span class='username'>Ada Marsh</span> am 2. März 2026 - 9:14</div>"
        ),
        (ADA,),
    ),
    "drupal_french": (
        article(
            "<div class='node__meta'><span>Soumis par <span>Ada Marsh</span> le lun 02/03/2026 - 09:14</span></div>"
        ),
        (ADA,),
    ),
    "drupal_spanish": (
        article(
            "<div class='node__meta'><span>Enviado por <span>Ada Marsh</span> el Lun, 02/03/2026 - 09:14</span></div>"
        ),
        (ADA,),
    ),
    "mkdocs_material": (
        "<div class='md-container'><main class='md-main'><div class='md-main__inner md-grid'><div class='md-content md-content--post' data-md-component='content'><div class='md-sidebar md-sidebar--post' data-md-component='sidebar' data-md-type='navigation'>"
        "<div class='md-sidebar__scrollwrap'><div class='md-sidebar__inner md-post'><nav class='md-nav md-nav--primary'><div class='md-post__back'><div class='md-nav__title md-nav__container'><a href='../../' class='md-nav__link'><span class='md-ellipsis'>Back to index</span></a></div></div>"
        "<div class='md-post__authors md-typeset'>"
        "<div class='md-profile md-post__profile'><span class='md-author md-author--long'><img src='/a.png' alt='Ada Marsh'></span><span class='md-profile__description'><strong>Ada Marsh</strong><br>Harbour reporter</span></div>"
        "<div class='md-profile md-post__profile'><span class='md-author md-author--long'><img src='/b.png' alt='Ben Cole'></span><span class='md-profile__description'><strong><a href='../../author/ben/'>Ben Cole</a></strong><br>Guest author</span></div>"
        f"</div><ul class='md-post__meta md-nav__list'><li class='md-nav__item md-nav__item--section'><div class='md-post__title'><span class='md-ellipsis'>Metadata</span></div><nav class='md-nav'><ul class='md-nav__list'><li class='md-nav__item'><div class='md-nav__link'>{DAY}</div></li></ul></nav></li></ul></nav></div></div></div>"
        f"<article class='md-content__inner md-typeset'><h1 id='bridge'>{TITLE}</h1>{STORY}</article></div></div></main></div>",
        (ADA, BEN),
    ),
    "nikola": (
        article(
            f"<div class='metadata'><p class='byline author vcard p-author h-card'><span class='byline-name fn p-name' itemprop='author'><a class='u-url' href='../../authors/ada-marsh.html'>Ada Marsh</a></span></p><p class='dateline'>{DAY}</p></div>"
        ),
        (ADA,),
    ),
    "nikola_two_authors": (
        article(
            "<div class='metadata'><p class='byline author vcard p-author h-card'><span class='byline-name fn p-name' itemprop='author'><a class='u-url' href='../../authors/ada-marsh.html'>Ada Marsh</a> <a class='u-url' href='../../authors/ben-cole.html'>Ben Cole</a></span></p></div>"
        ),
        (ADA, BEN),
    ),
    "pelican_notmyidea": (
        f"<section id='content' class='body'><article><header>{H1}</header><div class='entry-content'><footer class='post-info'><abbr class='published' title='2026-03-02T09:14:00+01:00'>Published: Mon 02 March 2026</abbr><address class='vcard author'>By <a class='url fn' href='/author/ada-marsh.html'>Ada Marsh</a> <a class='url fn' href='/author/ben-cole.html'>Ben Cole</a></address><p>In <a href='/category/town.html'>Town</a>.</p></footer>{STORY}</div></article></section>",
        (ADA, BEN),
    ),
    "pelican_simple": (
        f"<main><article><header><h2><a href='/bridge.html' rel='bookmark'>{TITLE}</a></h2></header>{STORY}<footer><p>Published: {DAY}</p><address>By <a href='/author/ada-marsh.html'>Ada Marsh</a> <a href='/author/ben-cole.html'>Ben Cole</a></address><p>Category: <a href='/category/town.html'>Town</a></p></footer></article></main>",
        (ADA, BEN),
    ),
    "jekyll_minima": (
        article(
            f"<p class='post-meta'>{DAY} • <span itemprop='author' itemscope itemtype='http://schema.org/Person'><span class='p-author h-card' itemprop='name'>Ada Marsh</span></span></p>"
        ),
        (ADA,),
    ),
    "jekyll_minimal_mistakes": (
        "<div id='main'><div class='sidebar sticky'><div itemscope itemtype='https://schema.org/Person' class='h-card'><div class='author__avatar'><img src='/a.jpg' alt='Ada Marsh' itemprop='image'></div><div class='author__content'><h3 class='author__name p-name' itemprop='name'><a class='u-url' rel='me' href='/' itemprop='url'>Ada Marsh</a></h3><div class='author__bio p-note' itemprop='description'><p>Reports from the harbour.</p></div></div></div></div>"
        f"<article class='page h-entry' itemscope><div class='page__inner-wrap'><header><h1 id='page-title' class='page__title p-name' itemprop='headline'>{TITLE}</h1></header><section class='page__content e-content'>{STORY}</section></div></article></div>",
        (ADA,),
    ),
    "jekyll_chirpy": (
        article(
            "<div class='post-meta text-muted'><span>Posted <time data-ts='1772442840'>Mar 2, 2026</time></span><div class='d-flex justify-content-between'><span>By <em><a href='/authors/ada'>Ada Marsh</a></em>, <em><a href='/authors/ben'>Ben Cole</a></em></span><span class='readtime'><em>3 min</em> read</span></div></div>"
        ),
        (ADA, BEN),
    ),
    "hugo_papermod": (
        article(
            "<div class='post-meta'><span title='2026-03-02 09:14:00 +0100 CET'>March 2, 2026</span>&nbsp;·&nbsp;3 min&nbsp;·&nbsp;620 words&nbsp;·&nbsp;Ada Marsh, Ben Cole</div>"
        ),
        (ADA, BEN),
    ),
    "hugo_papermod_spans": (
        article(
            "<div class='post-meta'><span title='2026-03-02 09:14:00 +0100 CET'>March 2, 2026</span>&nbsp;·&nbsp;<span>3 min</span>&nbsp;·&nbsp;<span>Ada Marsh</span>&nbsp;|&nbsp;<a href='https://git.example/edit' rel='noopener'>Suggest Changes</a></div>"
        ),
        (ADA,),
    ),
    "hugo_ananke": (
        f"<main class='pb7'><article class='flex-l flex-wrap justify-between mw8 center ph3'><header class='mt4 w-100'><aside class='instapaper_ignoref b helvetica tracked ttu'>News</aside><h1 class='f1 athelas mt3 mb1'>{TITLE}</h1><p class='tracked'>By <strong>Ada Marsh</strong> and <strong>Ben Cole</strong></p><time class='f6 mv4 dib tracked' datetime='2026-03-02T09:14:00+01:00'>March 2, 2026</time></header><div class='nested-copy-line-height lh-copy serif f4 nested-links mid-gray pr4-l w-two-thirds-l'>{STORY}</div></article></main>",
        (ADA, BEN),
    ),
    "hugo_mainroad": (
        article(
            "<div class='post__meta meta'><div class='meta__item-author meta__item'><svg class='meta__icon icon icon-author'></svg><span class='meta__text'>Ada Marsh</span></div><div class='meta__item-datetime meta__item'><time class='meta__text' datetime='2026-03-02T09:14:00Z'>March 2, 2026</time></div></div>"
        ),
        (ADA,),
    ),
    "hugo_congo": (
        article(
            "",
            "<footer class='pt-8'><div class='flex'><img class='!mb-0 !mt-0 me-4 w-24 rounded-full' alt='Ada Marsh' src='/img/ada.jpg'><div class='place-self-center'><div class='text-[0.6rem] uppercase leading-3 text-neutral-500'>Author</div><div class='font-semibold leading-6 text-neutral-800'>Ada Marsh</div><div class='text-sm text-neutral-700'>Reports from the harbour.</div></div></div></footer>",
        ),
        (ADA,),
    ),
    "hexo_next": (
        f"<main class='main'><article itemscope itemtype='http://schema.org/Article' class='post-block'><link itemprop='mainEntityOfPage' href='http://www.courier.example/2026/03/bridge/'><span hidden itemprop='author' itemscope itemtype='http://schema.org/Person'><meta itemprop='image' content='/images/avatar.gif'><meta itemprop='name' content='Ada Marsh'></span><header class='post-header'><h1 class='post-title' itemprop='name headline'>{TITLE}</h1><div class='post-meta-container'><div class='post-meta'><span class='post-meta-item'><span class='post-meta-item-text'>Posted on</span> {DAY}</span></div></div></header><div class='post-body' itemprop='articleBody'>{STORY}</div></article></main>",
        (ADA,),
    ),
    "hexo_next_copyright": (
        article(
            f"<div class='post-meta'>Posted on {DAY}</div>",
            "<div class='post-copyright'><ul><li class='post-copyright-author'><strong>Post author: </strong>Ada Marsh</li><li class='post-copyright-link'><strong>Post link: </strong><a href='http://www.courier.example/2026/03/bridge/'>http://www.courier.example/2026/03/bridge/</a></li></ul></div>",
        ),
        (ADA,),
    ),
    "hexo_butterfly": (
        article(
            "",
            "<div class='post-copyright'><div class='post-copyright__author'><span class='post-copyright-meta'><i class='fas fa-circle-user fa-fw'></i>Author: </span><span class='post-copyright-info'><a href='http://www.courier.example'>Ada Marsh</a></span></div></div>",
        ),
        (ADA,),
    ),
    "hexo_fluid": (
        article(
            f"<div class='mt-3'><span class='post-meta mr-2'><i class='iconfont icon-author' aria-hidden='true'></i> Ada Marsh </span><span class='post-meta'><i class='iconfont icon-date-fill' aria-hidden='true'></i> {DAY}</span></div>"
        ),
        (ADA,),
    ),
    "hexo_icarus": (
        article(
            f"<div class='article-meta is-size-7 is-uppercase level is-mobile'><div class='level-left'><span class='level-item'>Posted {DAY}</span><span class='level-item'> Ada Marsh </span><span class='level-item'><a class='link-muted' href='/categories/Town/'>Town</a></span></div></div>"
        ),
        (ADA,),
    ),
    "docusaurus": (
        article(
            f"<div class='container_mt6G margin-vert--md'>{DAY} · 3 min read</div><div class='margin-top--md margin-bottom--sm row'><div class='col col--6 authorCol_Hf19'><div class='avatar margin-bottom--sm'><a href='/a' class='avatar__photo-link'><img class='avatar__photo authorImage_XqGP' src='/a.png' alt='Ada Marsh'></a><div class='avatar__intro authorDetails_lV9A'><div class='avatar__name'><a href='/blog/authors/ada'><span class='authorName_yefp' translate='no'>Ada Marsh</span></a></div><small class='authorTitle_nd0D' title='Harbour reporter'>Harbour reporter</small><div class='authorSocials_rSDt'></div></div></div></div>"
            "<div class='col col--6 authorCol_Hf19'><div class='avatar margin-bottom--sm'><div class='avatar__intro authorDetails_lV9A'><div class='avatar__name'><span class='authorName_yefp' translate='no'>Ben Cole</span></div><small class='authorTitle_nd0D' title='Guest'>Guest</small></div></div></div></div>"
        ),
        (ADA, BEN),
    ),
    "ghost_source": (
        article(
            "<div class='gh-article-meta'><div class='gh-article-author-image instapaper_ignore'><a href='/author/ada/'><img class='author-profile-image' src='/a.png' alt='Ada Marsh'></a></div><div class='gh-article-meta-wrapper'><h4 class='gh-article-author-name'><a href='/author/ada/'>Ada Marsh</a>, <a href='/author/ben/'>Ben Cole</a></h4><div class='gh-article-meta-content'><time class='gh-article-meta-date' datetime='2026-03-02'>Mar 2, 2026</time><span class='gh-article-meta-length'><span class='bull'>—</span> 3 min read</span></div></div></div>"
        ),
        (ADA, BEN),
    ),
    "ghost_casper": (
        article(
            "<div class='article-byline'><section class='article-byline-content'><ul class='author-list instapaper_ignore'><li class='author-list-item'><a href='/author/ada/' class='author-avatar' aria-label='Read more of Ada Marsh'><img class='author-profile-image' src='/a.png' alt='Ada Marsh'></a></li></ul><div class='article-byline-meta'><h4 class='author-name'><a href='/author/ada/'>Ada Marsh</a></h4><div class='byline-meta-content'><time class='byline-meta-date' datetime='2026-03-02'>Mar 2, 2026</time> <span class='byline-reading-time'><span class='bull'>&bull;</span> 3 min read</span></div></div></section></div>"
        ),
        (ADA,),
    ),
    "wordpress_twenty_twenty_five": (
        article(
            "<div class='wp-block-group has-accent-4-color has-link-color is-layout-flex'><p>Written by </p><div class='wp-block-post-author-name'><a href='http://www.courier.example/author/ada/' target='_self' class='wp-block-post-author-name__link'>Ada Marsh</a></div><p>in</p><div class='taxonomy-category wp-block-post-terms'><a href='/category/town/' rel='tag'>Town</a></div></div>"
        ),
        (ADA,),
    ),
    "wordpress_twenty_twenty_one": (
        article(
            "",
            f"<footer class='entry-footer default-max-width'><div class='posted-by'><span class='posted-on'>Published {DAY}</span><span class='byline'>By <a href='http://www.courier.example/author/ada/' rel='author'>Ada Marsh</a></span></div></footer><div class='author-bio'><img alt='' class='avatar'><div class='author-bio-content'><h2 class='author-title'>By Ada Marsh</h2><p class='author-description'>Reports from the harbour.</p><a class='author-link' href='/author/ada/' rel='author'>View all of Ada Marsh's posts.</a></div></div>",
        ),
        (ADA,),
    ),
    "wordpress_twenty_sixteen": (
        article(
            "",
            f"<footer class='entry-footer'><span class='byline'><span class='author vcard'><img alt='' class='avatar'><span class='screen-reader-text'>Author </span> <a class='url fn n' href='/author/ada/'>Ada Marsh</a></span></span><span class='posted-on'><span class='screen-reader-text'>Posted on </span>{DAY}</span></footer>",
        ),
        (ADA,),
    ),
    "wordpress_guest_authors": (
        article(
            "<div class='entry-meta'><span class='author-avatar'><img alt='Ada Marsh' class='avatar'></span><span class='byline'><span class='author-prefix'>by</span> <span class='author vcard'><a class='url fn n' href='/author/ada/'>Ada Marsh</a></span>, <span class='author vcard'><a class='url fn n' href='/author/cap-ben-cole/'>Ben Cole</a></span> and <span class='author vcard'><a class='url fn n' href='/author/cap-ida-ross/'>Ida Ross</a></span></span></div>"
        ),
        (ADA, BEN, "Ida Ross"),
    ),
    "wordpress_more_from": (
        article(
            "<div class='entry-meta'><span class='byline'><span>Por</span> <span class='author vcard'><a class='url fn n' href='/author/ada/'>Ada Marsh</a></span></span></div>",
            "<div class='author-bio'><div class='author-bio-text'><h2>Ada Marsh <span class='author-email'><a href='mailto:ada@courier.example'>ada@courier.example</a></span></h2><p>Escribe desde el puerto. <a class='author-link' href='/author/ada/' rel='author'>Más de Ada Marsh</a></p></div></div>",
        ),
        (ADA,),
    ),
    "spip": (
        f"<main class='main'><div class='content hentry' id='content'><div class='cartouche clearfix'>{H1}<p class='info-publi'><abbr class='published' title='2026-03-02T08:14:00Z'>lundi 2 mars 2026</abbr><span class='sep'>, </span><span class='auteurs'>par <span class='vcard author'><a class='url fn spip_in' href='/_ada-marsh_'>Ada Marsh</a></span>, <span class='vcard author'><a class='url fn spip_in' href='/_ben-cole_'>Ben Cole</a></span></span></p></div><div class='texte surlignable clearfix'>{STORY}</div></div></main>",
        (ADA, BEN),
    ),
    "plone": (
        f"<main id='main-container'><article id='content'><header><h1 class='documentFirstHeading'>{TITLE}</h1><div id='viewlet-below-content-title'><section id='section-byline'><span class='label-by-author'>by <a class='badge rounded-pill bg-light text-dark fw-normal fs-6' href='/author/ada'>Ada Marsh</a> <span class='badge rounded-pill bg-light text-dark fw-normal fs-6'>Ben Cole</span> — </span><span class='documentPublished'><span>published</span> <span>Mar 02, 2026 09:14 AM</span>,</span><span class='documentModified'><span>last modified</span> <span>Mar 03, 2026 08:00 AM</span></span></section></div></header><div id='content-core'>{STORY}</div></article></main>",
        (ADA, BEN),
    ),
    "wagtail_crx": (
        f"<article class='crx-article'><div class='container my-4 text-center'><h1>{TITLE}</h1><p class='lead'>Nobody knows for how long.</p><p><span class='article-author'>Ada Marsh</span><span class='mx-2'>&bull;</span><span class='article-date'>March 2, 2026</span></p></div><div class='container mx-auto article-body'>{STORY}</div></article>",
        (ADA,),
    ),
    "mezzanine": (
        f"<main>{H1}<h6 class='post-meta'> Posted by: <a href='/blog/author/ada/'>Ada Marsh</a> 3 days, 4 hours ago</h6><div>{STORY}</div></main>",
        (ADA,),
    ),
    "joomla": (
        f"<main><div class='com-content-article item-page'><div class='page-header'><h1>{TITLE}</h1></div><dl class='article-info text-muted'><dt class='article-info-term'>Details</dt><dd class='createdby' itemprop='author' itemscope itemtype='https://schema.org/Person'><span class='icon-user icon-fw' aria-hidden='true'></span> Written by: <span itemprop='name'>Ada Marsh</span></dd><dd class='category-name'>Category: <a href='/town'>Town</a></dd><dd class='hits'>Hits: 214</dd></dl><div class='com-content-article__body'>{STORY}</div></div></main>",
        (ADA,),
    ),
    "typo3_news": (
        article(
            f"<p><span class='news-list-date'>{DAY}</span> <span class='news-list-author'>Erstellt von Ada Marsh</span></p>"
        ),
        (ADA,),
    ),
    "eleventy_h_entry": (
        f"<main><article class='h-entry'><h1 class='p-name'>{TITLE}</h1><p><a class='p-author h-card' href='/'>Ada Marsh</a> · <time class='dt-published' datetime='2026-03-02'>2 March 2026</time></p><div class='e-content'>{STORY}</div></article></main>",
        (ADA,),
    ),
    "labels_in_lines": (
        article(
            "",
            f"<div class='info'><span>Date:</span> {DAY}<br><span>Author:</span> Ada Marsh<br><span>Source:</span> Courier<br></div>",
        ),
        (ADA,),
    ),
    "polish_by": (article(f"<p class='meta'>przez <a href='/autor/ada-marsh'>Ada Marsh</a> dnia {DAY}</p>"), (ADA,)),
    "dutch_by": (article(f"<p class='meta'>{DAY} door Ada Marsh en Ben Cole</p>"), (ADA, BEN)),
    "italian_by": (article(f"<p class='meta'>di Ada Marsh, {DAY}</p>"), (ADA,)),
    "portuguese_by": (article(f"<p class='meta'>por <b>Ada Marsh</b> em {DAY}</p>"), (ADA,)),
    "swedish_by": (article(f"<p class='meta'>av Ada Marsh och Ben Cole | {DAY}</p>"), (ADA, BEN)),
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_byline_of_a_systems_theme_is_read(system: str) -> None:
    body, people = SYSTEMS[system]
    assert authors(page(body))[0] == people


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (f"<p class='post-meta'>{DAY} · 3 min read · <a href='/town-life/'>Town Life</a></p>", ""),  # a section
        (f"<p class='post-meta'>{DAY} · 3 min read · Town Life</p>", "<p><a href='/town-life/'>Town Life</a></p>"),
        (f"<p class='post-meta'>{DAY} · <i class='fa fa-user'></i> <a href='/people/ada/list/'>Contact Us</a></p>", ""),
        ("<div><i class='fa fa-user'></i> Mein Konto</div>", ""),  # nothing says that the icon is about a story
        ("<div class='post-meta-bar'><a href='/login/'><i class='fa fa-user'></i> Mein Konto</a></div>", ""),
        ("<p>Author</p>", "<p>Ada Marsh</p>"),  # the label stands alone, the name elsewhere
        ("<p class='related'>Author: <b>Ada Marsh</b></p>", ""),
        (
            "<div><u>Title:</u> Snow</div><div><u>Author:</u> Ada Marsh</div><div><u>Pages:</u> 212</div>",
            "",
        ),  # of a book
        ("<p>Submitted by post only, and not by mail</p>", ""),
    ],
)
def test_a_section_a_log_in_or_the_staff_wrote_nothing(above: str, below: str) -> None:
    sidebar = "<aside class='sidebar'><div class='author-box'><b>Rita Staff</b></div><div class='author-box'><b>Max Staff</b></div></aside>"
    assert authors(page(article(above) + sidebar + (f"<footer>{below}</footer>" if below else "")))[0] == ()


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("By <a href='/p/1'>Ada Marsh</a> Harbour Reporter", (ADA,)),  # what follows a linked name is her job
        ("By <b>Ada</b> <b>Marsh</b>", (ADA,)),
        ("<span>Ada Marsh</span> <span>Ben Cole</span>", (ADA, BEN)),
        ("<span>Ada Marsh</span> <i>Town Hall</i>", ("Ada Marsh Town Hall",)),  # not alike: nothing parts them
    ],
)
def test_names_end_where_their_elements_do(byline: str, people: tuple[str, ...]) -> None:
    assert authors(page(article(f"<p class='byline'>{byline}</p>")))[0] == people


@pytest.mark.parametrize(
    ("given", "shown", "names"),
    [
        (BEN, "Ada Marsh, Ben Cole", (ADA, BEN)),
        (BEN, "Ada Marsh", (ADA,)),
        ("Ben O&#x27;Cole", "Ada Marsh, Ben O&#x27;Cole", (ADA, "Ben O'Cole")),  # as Ghost writes it into its JSON-LD
        ("Ben O&#x27;Cole", "Ada Marsh, Ben Cole", (ADA,)),
    ],
)
def test_contributors_whom_the_page_shows_are_authors(given: str, shown: str, names: tuple[str, ...]) -> None:
    people = (
        f'"author": {{"@type": "Person", "name": "{ADA}"}}, "contributor": [{{"@type": "Person", "name": "{given}"}}]'
    )
    told = f'<script type="application/ld+json">{{"@type": "Article", "headline": "{TITLE}", {people}}}</script>'
    links = ", ".join(f"<a href='/author/{name.split()[0].lower()}/'>{name}</a>" for name in shown.split(", "))
    assert authors(page(article(f"<h4 class='author-name'>{links}</h4>"), told))[0] == names


CARD = "<li class='post-author'><span>Author:</span> <a href='/author/ada-marsh/'>Ada Marsh</a>, <a href='/author/ben-cole/'>Ben Cole</a></li>"
TAGS = "<li><a href='/tag/harbour/'>harbour</a></li>"


@pytest.mark.parametrize(
    ("sidebar", "people"),
    [
        (f"<ul>{CARD}{TAGS}</ul>", (ADA, BEN)),
        (f"<ul>{CARD}{TAGS}</ul><ul>{CARD}{TAGS}</ul>", ()),  # of two, nobody knows which is this story's
        (f"<ul><li class='post-author'><a href='/news/'>Rita Staff</a></li>{TAGS}</ul>", ()),  # no person's page
    ],
)
def test_the_only_card_of_a_story_in_a_sidebar_names_its_authors(sidebar: str, people: tuple[str, ...]) -> None:
    assert authors(page(article("") + f"<div class='sidebar'>{sidebar}</div>"))[0] == people


TIPS = "<div class='card-content'><div class='author-content-item-tips'>{}</div><div>Find what you like</div></div>"
NOTICE = "<div class='post-copyright'><div class='post-copyright__author_name'>Ada Marsh</div></div>"


@pytest.mark.parametrize("tip", ["标签", "分类", "Popular Tags", "Ada Reader"])
def test_a_tip_in_a_box_about_the_author_is_nobodys_name(tip: str) -> None:
    assert authors(page(TIPS.format(tip) + article("") + NOTICE))[0] == (ADA,)
    assert authors(page(TIPS.format(tip) + article("")))[0] == ()


@pytest.mark.parametrize("word", ["标签", "分類", "公告"])
def test_words_of_chinese_menus_are_nobodys_names(word: str) -> None:
    assert authors(page(article(f"<p class='author'>{word}</p>")))[0] == ()
    assert authors(page(article("<p class='author'>王小明</p>")))[0] == ("王小明",)
