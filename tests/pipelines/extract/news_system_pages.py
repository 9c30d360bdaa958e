# ruff: noqa: E501 -- markup is read best in one line
"""Stories and lists in the markup of the big news systems that cannot be installed for tests; written after their default templates."""

from __future__ import annotations

from tests.pipelines.extract.system_pages import ABOUT, ARTICLE, LINES, SITE, SLUGS, TEXT, TITLES, Made, ld, made

KO = (
    "시의회가 낡은 다리를 고치기로 의결했다고 화요일 밝혔다. 다리는 지난해 홍수 이후 화물차의 통행이 금지되어 있었다.",
    "비용이 얼마나 들지는 아직 아무도 모른다. 그러나 강은 또 한 번의 겨울을 기다려 주지 않을 것이라고 시장은 말했다.",
    "두 회사가 봄까지 공사를 마치겠다고 제안했고, 세 번째 회사는 교각을 먼저 보고 싶다고 밝혔다.",
)
ZH = (
    "市议会周二投票决定修复旧桥，自去年洪水以来，这座桥一直禁止货车通行，东岸居民只能绕行二十公里前往医院和学校。",
    "市长说，目前还没有人知道工程要花多少钱，但河水不会再等一个冬天，工程必须在春汛到来之前全部完成。",
    "两家公司提出可以在春天完工，第三家公司则要求先查看桥墩，然后才能报价，市政府表示将在本周内作出答复。",
)
JA = (
    "市議会は火曜日、昨年の洪水以来トラックの通行が禁止されている古い橋を修理することを賛成多数で可決しました。",
    "工事の費用がいくらになるかはまだ誰にもわかりませんが、川は次の冬を待ってはくれないと市長は述べました。",
    "二つの会社が春までに終えると申し出ており、三つ目の会社は橋脚を見てから金額を示したいとしています。",
)
RU = (
    "Городской совет во вторник проголосовал за ремонт старого моста, который закрыт для грузовиков после прошлогоднего наводнения.",
    "Сколько будет стоить работа, пока не знает никто, но река не станет ждать ещё одну зиму, сказал мэр после заседания.",
    "Две компании обещают закончить к весне, а третья хочет сначала осмотреть опоры, прежде чем назвать свою цену.",
)
FA = (
    "شورای شهر روز سه‌شنبه به تعمیر پل قدیمی رأی داد که از سیل سال گذشته به روی کامیون‌ها بسته بوده است و ساکنان ناچارند از مسیر دیگری بروند.",
    "شهردار گفت هنوز کسی نمی‌داند این کار چقدر هزینه خواهد داشت، اما رودخانه تا زمستان دیگر منتظر نخواهد ماند.",
    "دو شرکت پیشنهاد داده‌اند که تا بهار کار را تمام کنند و شرکت سوم می‌خواهد پیش از اعلام قیمت پایه‌ها را ببیند.",
)


def text(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def each(form: str, count: int = 3) -> str:
    return "".join(form.format(n=n, title=TITLES[n], slug=SLUGS[n], line=LINES[n], text=TEXT) for n in range(count))


DRUPAL7 = '<div id="node-{n}" class="node node-article node-promoted node-teaser clearfix"><h2><a href="/node/{n}">{title}</a></h2><div class="meta submitted"><span property="dc:date">Submitted by <span class="username">ann</span> on Thu, 11/20/2026 - 09:00</span></div><div class="content"><div class="field-item even" property="content:encoded"><p>{line}</p></div></div><div class="link-wrapper"><ul class="links inline"><li class="node-readmore"><a href="/node/{n}" rel="tag">Read more</a></li></ul></div></div>'
BY_DRUPAL = [
    made("drupal 7 story", "/node/12", "article", f'<div id="content"><h1 class="title" id="page-title">{TITLES[0]}</h1><div id="node-12" class="node node-article node-full clearfix"><div class="meta submitted">Submitted by <span class="username">Ann Lee</span> on Thu, 11/20/2026 - 09:00</div><div class="content clearfix"><div class="field field-name-body"><div class="field-item even">{TEXT}</div></div></div></div></div>', classes="html not-front not-logged-in one-sidebar sidebar-first page-node page-node- page-node-12 node-type-article"),
    made("drupal 7 front page", "/node?page=2", "listing", f'<div id="content">{each(DRUPAL7)}</div>', classes="html front not-logged-in no-sidebars page-node"),
    made("drupal 7 blog of a user", "/blog/3", "listing", f'<div id="content"><h1 class="title" id="page-title">Ann Lee\'s blog</h1>{each(DRUPAL7)}</div>', title="Ann Lee's blog", classes="html not-front page-blog page-blog- page-blog-3"),
    made("drupal 7 term of one story", "/bridges", "listing", f'<div id="content"><h1 class="title" id="page-title">Bridges</h1>{each(DRUPAL7, 1)}</div>', title="Bridges", classes="html not-front page-taxonomy page-taxonomy-term page-taxonomy-term- page-taxonomy-term-4"),
    made("drupal 7 user", "/users/ann", "listing", '<div id="content"><h1 class="title" id="page-title">ann</h1><div class="profile" typeof="sioc:UserAccount"><h3>History</h3><dl><dt>Member for</dt><dd>9 years 3 weeks</dd></dl></div></div>', title="ann", classes="html not-front page-user page-user- page-user-3"),
    made("drupal 10 view", "/news", "listing", '<main><h1 class="page-title">News</h1><div class="views-element-container"><div class="view view-news">' + each('<div class="views-row"><div class="views-field views-field-title"><span class="field-content"><a href="/news/{slug}" hreflang="en">{title}</a></span></div><div class="views-field views-field-body"><div class="field-content">{line} {line}</div></div></div>') + "</div></div></main>", title="News", classes="path-news"),
]  # fmt: skip
JOOMLA = '<div class="blog-item" itemprop="blogPost" itemscope itemtype="https://schema.org/BlogPosting"><div class="item-content"><div class="page-header"><h2 itemprop="name"><a href="/index.php/news/{n}-{slug}" itemprop="url">{title}</a></h2></div><dl class="article-info text-muted"><dt class="article-info-term">Details</dt><dd class="createdby" itemprop="author">Written by: <span itemprop="name">Ann Lee</span></dd><dd class="published">Published: <time datetime="2026-11-20T09:00:00+00:00" itemprop="datePublished">20 November 2026</time></dd></dl>{text}</div></div>'
BY_JOOMLA = [
    made("joomla story", "/index.php?option=com_content&view=article&id=12:council&catid=8&Itemid=101", "article", f'<main><div class="com-content-article item-page" itemscope itemtype="https://schema.org/Article"><div class="page-header"><h1 itemprop="headline">{TITLES[0]}</h1></div><dl class="article-info"><dd class="createdby">Written by: <span itemprop="name">Ann Lee</span></dd><dd class="published">Published: <time datetime="2026-11-20T09:00:00+00:00" itemprop="datePublished">20 November 2026</time></dd></dl><div itemprop="articleBody" class="com-content-article__body">{TEXT}</div></div></main>', classes="site com_content wrapper-static view-article no-layout no-task itemid-101"),
    made("joomla story, older", "/index.php/news/12-council-mends-bridge", "article", f'<div id="main"><div class="item-page"><div class="page-header"><h2>{TITLES[0]}</h2></div>{TEXT}</div></div>', classes="contentpane com_content view-article itemid-101"),
    made("joomla category of whole stories", "/index.php/news", "listing", f'<main><div class="com-content-category-blog blog" itemscope itemtype="https://schema.org/Blog"><div class="page-header"><h1>News</h1></div>{each(JOOMLA)}</div></main>', title="News", classes="site com_content view-category layout-blog no-task itemid-102"),
    made("joomla category of one whole story", "/index.php/council", "listing", f'<main><div class="com-content-category-blog blog" itemscope itemtype="https://schema.org/Blog"><div class="page-header"><h1>Council</h1></div>{each(JOOMLA, 1)}</div></main>', title="Council", classes="site com_content view-category layout-blog no-task itemid-102"),
    made("joomla featured", "/", "listing", f'<main><div class="blog-featured" itemscope itemtype="https://schema.org/Blog">{each(JOOMLA)}</div></main>', title="Home", classes="site com_content view-featured itemid-101"),
    made("joomla tag", "/index.php/component/tags/tag/bridges", "listing", '<main><div class="tag-category"><h1>Bridges</h1>' + each('<li class="list-group-item"><h3><a href="/index.php/news/{n}-{slug}">{title}</a></h3><span class="tag-body">{line}</span></li>') + "</div></main>", title="Bridges", classes="site com_tags view-tag itemid-101"),
]  # fmt: skip
TYPO3 = '<div class="article articletype-0" itemscope="itemscope" itemtype="http://schema.org/Article"><div class="header"><h3><a title="{title}" href="/news/detail/{slug}"><span itemprop="headline">{title}</span></a></h3></div><div class="footer"><p><span class="news-list-date"><time itemprop="datePublished" datetime="2026-11-20">20.11.2026</time></span></p></div><div class="teaser-text"><div itemprop="description"><p>{line} {line}</p></div><a class="more" title="{title}" href="/news/detail/{slug}">Weiterlesen</a></div></div>'
BY_TYPO3 = [
    made("typo3 story", "/news/detail/council-mends-bridge", "article", f'<main><div class="news news-single"><div class="article" itemscope="itemscope" itemtype="http://schema.org/Article"><div class="header"><h1 itemprop="headline">{TITLES[0]}</h1></div><div class="footer"><p><span class="news-list-date"><time itemprop="datePublished" datetime="2026-11-20">20.11.2026</time></span></p></div><div class="news-text-wrap" itemprop="articleBody">{TEXT}</div></div></div></main>'),
    made("typo3 list", "/aktuelles", "listing", f'<main><div class="news"><div class="news-list-view">{each(TYPO3)}</div></div></main>', title="Aktuelles"),
    made("typo3 list of one", "/aktuelles?tx_news_pi1[currentPage]=4", "other", f'<main><div class="news"><div class="news-list-view">{each(TYPO3, 1)}</div></div></main>', title="Aktuelles"),
]  # fmt: skip
BLOGGER = '<div class="date-outer"><h2 class="date-header"><span>Friday, November 20, 2026</span></h2><div class="post hentry uncustomized-post-template" itemprop="blogPost" itemscope="itemscope" itemtype="http://schema.org/BlogPosting"><h3 class="post-title entry-title" itemprop="name"><a href="http://courier.example/2026/11/{slug}.html">{title}</a></h3><div class="post-body entry-content" itemprop="description articleBody">{text}</div><div class="post-footer">Posted by <span class="fn" itemprop="author"><a href="https://www.blogger.com/profile/1" rel="author"><span itemprop="name">Ann Lee</span></a></span> at <a class="timestamp-link" href="http://courier.example/2026/11/{slug}.html"><abbr class="published" itemprop="datePublished" title="2026-11-20T09:00:00-08:00">9:00 AM</abbr></a></div></div></div>'
BLOGGER_STORY = BLOGGER.replace('<a href="http://courier.example/2026/11/{slug}.html">{title}</a></h3>', "{title}</h3>")
BY_BLOGGER = [
    made("blogger story", "/2026/11/council-mends-bridge.html", "article", f'<div class="main">{each(BLOGGER_STORY, 1)}</div>', classes="loading"),
    made("blogger story, body named", "/2026/11/council-mends-bridge.html", "article", f'<div class="main">{each(BLOGGER_STORY, 1)}</div>', classes="item-view version-1-3-0 variant-indie_light"),
    made("blogger label of one", "/search/label/Bridges", "listing", f'<div class="main"><div class="status-msg-body">Showing posts with label <b>Bridges</b>.</div>{each(BLOGGER, 1)}</div>', title="The Saltmarsh Courier: Bridges", classes="loading"),
    made("blogger older posts", "/search?updated-max=2026-11-20T09:00:00-08:00&max-results=7", "listing", f'<div class="main">{each(BLOGGER)}</div>', title="The Saltmarsh Courier", classes="loading"),
    made("blogger month", "/2026/11/", "listing", f'<div class="main">{each(BLOGGER, 1)}</div>', title="The Saltmarsh Courier: November 2026", classes="loading"),
    made("blogger static page", "/p/about.html", "other", f'<div class="main"><div class="post hentry"><h3 class="post-title entry-title">About us</h3><div class="post-body entry-content">{ABOUT}{ABOUT}</div></div></div>', title="About us", classes="item-view"),
]  # fmt: skip
BY_HOSTED = [
    made("squarespace story", "/blog/2026/11/20/council-mends-bridge", "article", f'<main><article class="h-entry entry" id="article-"><div class="blog-item-wrapper"><h1 class="entry-title entry-title--large p-name" itemprop="headline">{TITLES[0]}</h1><time class="dt-published" datetime="Nov 20, 2026">Nov 20, 2026</time><div class="blog-item-content e-content">{TEXT}</div></div></article></main>', head=ld({"@type": "Article", "headline": TITLES[0]}), classes="view-item collection-type-blog-side-by-side"),
    made("squarespace list", "/blog?offset=1480000000000", "listing", '<main><div class="blog-side-by-side-wrapper">' + each('<article class="blog-side-by-side entry blog-item is-loaded"><h1 class="blog-title"><a href="/blog/{slug}">{title}</a></h1><div class="blog-excerpt"><p>{line}</p></div><a href="/blog/{slug}" class="blog-more-link">Read More</a></article>') + "</div></main>", head='<meta property="og:type" content="website">', title="Blog", classes="view-list collection-type-blog-side-by-side"),
    made("wix story", "/post/council-mends-bridge", "article", f'<div id="SITE_CONTAINER"><main><article data-hook="post"><h1 data-hook="post-title">{TITLES[0]}</h1><span data-hook="user-name">Ann Lee</span> <span data-hook="time-ago">Nov 20, 2026</span><div data-hook="post-description">{TEXT}</div></article></main></div>', head=ARTICLE + ld({"@type": "BlogPosting", "headline": TITLES[0]})),
    made("wix category", "/blog/categories/news", "listing", '<div id="SITE_CONTAINER"><main><h1>News</h1>' + each('<article data-hook="post-list-item"><a href="/post/{slug}"><h2 data-hook="post-title">{title}</h2></a><div data-hook="post-description">{line}</div></article>') + "</main></div>", title="News"),
    made("substack story", "/p/council-mends-bridge", "article", f'<main><article class="typography newsletter-post post"><div class="post-header"><h1 class="post-title published">{TITLES[0]}</h1><h3 class="subtitle">{LINES[1]}</h3></div><div class="available-content"><div class="body markup">{TEXT}</div></div></article></main>', head=ARTICLE + ld({"@type": "NewsArticle", "headline": TITLES[0], "url": f"{SITE}/p/council-mends-bridge"})),
    made("substack archive", "/archive", "listing", '<main><div class="archive-page"><div class="portable-archive">' + each('<div class="post-preview portable-archive-post"><a class="post-preview-title" href="/p/{slug}">{title}</a><a class="post-preview-description" href="/p/{slug}">{line}</a><time>Nov 20</time></div>') + "</div></div></main>", title="Archive - The Saltmarsh Courier"),
    made("substack about", "/about", "other", f"<main><h1>About</h1>{ABOUT}{ABOUT}</main>", title="About - The Saltmarsh Courier"),
    made("medium story", "/@ann/council-mends-bridge-0a1b2c3d4e5f", "article", f'<article class="meteredContent"><section><h1 class="pw-post-title">{TITLES[0]}</h1>{TEXT.replace("<p>", "<p class=pw-post-body-paragraph>")}</section></article>', head=ARTICLE + ld({"@type": "NewsArticle", "headline": TITLES[0]})),
    made("medium tag", "/tag/bridges", "listing", "<main><h1>Bridges</h1>" + each('<article data-testid="post-preview"><a href="/@ann/{slug}-0a1b2c3d4e5{n}"><h2>{title}</h2><h3>{line}</h3></a></article>') + "</main>", title="The most insightful stories about Bridges"),
]  # fmt: skip
BLOX = '<article class="tnt-asset-type-article card summary has-image" itemscope itemtype="http://schema.org/Article"><div class="card-body"><div class="card-headline"><h3 class="tnt-headline"><a href="/news/local/{slug}/article_5f3d2a10-1234-11ee-9a3b-0123456789a{n}.html" class="tnt-asset-link">{title}</a></h3></div><div class="card-lead"><p class="tnt-summary">{line} {line}</p></div></div></article>'
UUID = "5f3d2a10-1234-11ee-9a3b-0123456789ab"
BY_NEWSROOMS = [
    made("blox story", f"/news/local/council-mends-bridge/article_{UUID}.html", "article", f'<article class="asset" itemscope itemtype="https://schema.org/NewsArticle"><header><h1 class="headline"><span itemprop="headline">{TITLES[0]}</span></h1><ul><li><span itemprop="author" class="tnt-byline">By Ann Lee</span></li><li class="visible-print">Nov 20, 2026</li></ul></header><div id="article-body" itemprop="articleBody" class="asset-content">{TEXT}</div></article><div class="block">{each(BLOX)}</div>', head=ARTICLE),
    made("blox section", "/news/local/", "listing", f'<section id="main-body-container"><header><h1 class="page-title">Local news</h1></header>{each(BLOX)}</section>', title="Local news"),
    made("blox search", "/search/?t=article&s=start_time&sd=desc&l=25&f=html", "listing", f'<section id="search-results-container">{each(BLOX)}</section>', title="Search results"),
    made("arc story", "/news/2026/11/20/council-mends-bridge-ABCDEFGHIJKLMNOPQRSTUVWXYZ/", "article", f'<main class="c-stack b-right-rail__main"><h1 class="b-headline">{TITLES[0]}</h1><div class="b-byline">By <a href="/author/ann-lee/">Ann Lee</a></div><article class="b-article-body">{TEXT.replace("<p>", "<p class=c-paragraph>")}</article></main>', head=ARTICLE + ld({"@type": "NewsArticle", "headline": TITLES[0]})),
    made("arc section", "/news/", "listing", '<main><h1 class="b-section-title">News</h1>' + each('<article class="b-results-list__wrapper"><a href="/news/2026/11/20/{slug}-ABCDEFGHIJ/"><h2 class="c-heading">{title}</h2></a><p class="c-paragraph">{line} {line}</p></article>') + "</main>", title="News"),
    made("arc author with a life", "/author/ann-lee/", "listing", f'<main><div class="b-author-bio"><h1>Ann Lee</h1>{ABOUT}</div>' + each('<article class="b-results-list__wrapper"><a href="/news/2026/11/20/{slug}-ABCDEFGHIJ/"><h2 class="c-heading">{title}</h2></a><p class="c-paragraph">{line}</p></article>') + "</main>", title="Ann Lee"),
    made("brightspot story", "/2026/11/20/council-mends-bridge", "article", f'<div class="ArticlePage-content"><h1 class="ArticlePage-headline">{TITLES[0]}</h1><div class="ArticlePage-byline">By Ann Lee</div><main class="ArticlePage-main"><div class="ArticlePage-articleBody RichTextArticleBody">{TEXT}</div></main></div>', classes="Page-body ArticlePage-body"),
    made("brightspot tag", "/bridges", "listing", '<div class="TagPage-content"><h1 class="TagPage-pageHeading">Bridges</h1>' + each('<ps-promo class="PromoB"><div class="PromoB-content"><h3 class="PromoB-title"><a class="Link" href="/2026/11/20/{slug}">{title}</a></h3><div class="PromoB-description">{line} {line}</div></div></ps-promo>') + "</div>", title="Bridges", classes="Page-body TagPage-body"),
]  # fmt: skip


def lines(lines: tuple[str, ...], form: str) -> str:
    return "".join(form.format(n=n, title=line[:24].strip(), line=line) for n, line in enumerate(lines))


BY_EASTERN = [
    made("bitrix story", "/news/12345/", "article", f'<div class="news-detail"><span class="news-date-time">20.11.2026</span><h3>{RU[0][:50]}</h3>{text(RU)}<div style="clear:both"></div></div>', title=RU[0][:50]),
    made("bitrix list", "/news/", "listing", '<h1>Новости</h1><div class="news-list">' + lines(RU, '<p class="news-item" id="bx_{n}"><span class="news-date-time">20.11.2026</span> <a href="/news/1234{n}/"><b>{title}</b></a><br>{line} {line}</p>') + '<br><font class="text">Новости 1 - 20 из 300</font></div>', title="Новости"),
    made("bitrix list of one", "/news/?PAGEN_1=16", "listing", '<h1>Новости</h1><div class="news-list">' + lines(RU[:1], '<p class="news-item" id="bx_{n}"><span class="news-date-time">20.11.2026</span> <a href="/news/1234{n}/"><b>{title}</b></a><br>{line} {line}</p>') + "</div>", title="Новости"),
    made("datalife story", "/politika/12345-council-mends-bridge.html", "article", f'<div id="dle-content"><article class="fullstory"><h1 class="title">{RU[0][:50]}</h1><div class="fdate">20-11-2026, 09:00</div><div class="text" id="news-id-12345">{text(RU)}</div></article></div>', head=ARTICLE, title=RU[0][:50]),
    made("datalife list", "/politika/", "listing", '<div id="dle-content">' + lines(RU, '<article class="shortstory"><h2 class="title"><a href="/politika/1234{n}-slug.html">{title}</a></h2><div class="text">{line} {line}</div><div class="more"><a href="/politika/1234{n}-slug.html">Подробнее</a></div></article>') + "</div>", title="Политика"),
    made("datalife last comments", "/index.php?do=lastcomments", "listing", '<div id="dle-content">' + lines(RU, '<div class="comment"><b>Гость</b> <a href="/politika/1234{n}-slug.html">{title}</a><div>{line} {line}</div></div>') + "</div>", title="Последние комментарии"),
    made("discuz portal story", "/article-123-1.html", "article", f'<div id="wp" class="wp"><div class="bm vw"><div class="h hm"><h1 class="ph">{ZH[0][:14]}</h1><p class="xg1">2026-11-20 09:00 | 发布者: ann | 查看: 90 | 评论: 0</p></div><div class="d"><table class="vwtb"><tr><td id="article_content">{text(ZH)}</td></tr></table></div></div></div>', title=ZH[0][:14], classes="pg_view"),
    made("discuz portal list", "/portal.php?mod=list&catid=1", "listing", '<div id="wp"><div class="bm"><div class="bm_h"><h1 class="xs2">要闻</h1></div><div class="bm_c xld">' + lines(ZH, '<dl class="bbda cl"><dt class="xs2"><a href="article-{n}-1.html" class="xi2">{title}</a></dt><dd class="xs2 cl">{line}</dd><dd><span class="xg1">2026-11-20 09:00</span></dd></dl>') + "</div></div></div>", title="要闻", classes="pg_list"),
    made("discuz board", "/forum-2-1.html", "listing", '<div id="wp"><div id="threadlist"><table>' + "".join(f'<tbody id="normalthread_{n}"><tr><th class="common"><a href="thread-{n}-1-1.html" class="s xst">{line[:30]}</a></th><td class="by"><cite>ann</cite><em>2026-11-20</em></td></tr></tbody>' for n, line in enumerate((*ZH, *ZH, *ZH))) + "</table></div></div>", title="本地", classes="pg_forumdisplay"),
    made("dedecms story", "/a/news/2026/1120/1234.html", "article", f'<div class="viewbox"><div class="title"><h2>{ZH[0][:14]}</h2></div><div class="info"><small>时间:</small>2026-11-20 09:00<small>来源:</small>本站 <small>作者:</small>admin</div><div class="content"><table><tr><td>{text(ZH)}</td></tr></table></div></div>', title=f"{ZH[0][:14]}_本地新闻"),
    made("dedecms list", "/a/news/list_2_3.html", "listing", '<div class="listbox"><ul class="e2">' + lines(ZH, '<li><a href="/a/news/2026/1120/123{n}.html" class="title">{title}</a><span class="info"><small>日期：</small>2026-11-20</span><p class="intro">{line}</p></li>') + "</ul></div>", title="本地新闻"),
    made("ndsoft story", "/news/articleView.html?idxno=12345", "article", f'<div id="article-view"><header class="article-view-header"><h3 class="heading">{KO[0][:20]}</h3><div class="info-group"><ul class="infomation"><li>김기자 기자</li><li>입력 2026.11.20 09:00</li></ul></div></header><article class="article-veiw-body view-page" itemprop="articleBody" id="article-view-content-div">{text(KO)}</article></div>', head=ARTICLE, title=KO[0][:20]),
    made("ndsoft list", "/news/articleList.html?sc_section_code=S1N1&view_type=sm", "listing", '<section id="section-list"><ul class="type2">' + lines(KO, '<li class="item"><h4 class="titles"><a href="/news/articleView.html?idxno=1234{n}">{title}</a></h4><p class="lead line-6x2"><a href="/news/articleView.html?idxno=1234{n}">{line}</a></p><span class="byline"><em>정치</em><em>김기자 기자</em><em>11.20 09:00</em></span></li>') + "</ul></section>", head=ARTICLE, title="정치"),
    made("movable type story", "/2026/11/post-123.html", "article", f'<div id="alpha"><div class="asset entry hentry"><div class="asset-header"><h1 class="asset-name entry-title">{JA[0][:16]}</h1><div class="asset-meta"><span class="byline">2026年11月20日 09:00</span></div></div><div class="asset-content entry-content"><div class="asset-body">{text(JA)}</div></div></div></div>', title=JA[0][:16], classes="mt-entry-archive layout-wtt"),
    made("movable type month", "/2026/11/", "listing", '<div id="alpha"><h1 class="archive-header">2026年11月</h1>' + lines(JA, '<div class="asset entry"><h2 class="asset-name entry-title"><a href="/2026/11/post-{n}.html">{title}</a></h2><div class="asset-body"><p>{line}</p></div></div>') + "</div>", title="2026年11月", classes="mt-datebased-monthly-archive layout-wtt"),
    made("movable type category of one", "/archives/cat_50012.html", "listing", '<div id="alpha"><h1 class="archive-header">橋</h1>' + lines(JA[:1], '<div class="asset entry"><h2 class="asset-name entry-title"><a href="/2026/11/post-{n}.html">{title}</a></h2><div class="asset-body"><p>{line} {line}</p></div></div>') + "</div>", title="橋", classes="mt-category-archive"),
    made("iranian agency story", "/fa/news/123456/council-mends-bridge", "article", f'<div class="news_body"><h1 class="title">{FA[0][:40]}</h1><div class="news_pdate_c">تاریخ انتشار: ۲۹ آبان ۱۴۰۵ - ۰۹:۰۰</div><div class="lead">{FA[1]}</div><div class="body" id="doc_div">{text(FA)}</div></div>', title=FA[0][:40]),
    made("iranian agency archive", "/archive?pi=2&tp=14", "listing", '<section class="box list"><ul>' + lines(FA, '<li class="news"><figure></figure><div class="desc"><h3><a href="/news/12345{n}/x">{title}</a></h3><p>{line} {line}</p><time><a href="/news/12345{n}/x">۲۹ آبان ۱۴۰۵</a></time></div></li>') + "</ul></section>", title="آرشیو"),
]  # fmt: skip

PAGES: list[Made] = [*BY_DRUPAL, *BY_JOOMLA, *BY_TYPO3, *BY_BLOGGER, *BY_HOSTED, *BY_NEWSROOMS, *BY_EASTERN]
