# ruff: noqa: E501 -- a byline reads best in one line
"""Authors of pages that declare none and whose classes a program made: what stands beside the day, the portrait, the by-word."""

import pytest

from pipelines.extract.people.people import authors
from pipelines.page.page import Page
from tests.endless import ends

TITLE = "Harbour board votes to keep the night ferry running"
STANDFIRST = "The decision ends months of worry among the bakers and nurses of the island, who cross at three."
PROSE = "".join(
    f"<p class='x1'>The harbour board of Saltmere heard for the {count} time on Tuesday that the night ferry is needed by those who rise early.</p>"
    for count in ("first", "second", "third", "fourth")
)


def people(top: str, above: str = "", text: str = PROSE, below: str = "") -> list[str]:
    html = f"<html><head><title>{TITLE} | The Tern</title></head><body><main><div><div>{above}</div><h1>{TITLE}</h1><p>{STANDFIRST}</p>{top}<div>{text}</div>{below}</div></main></body></html>"
    return list(authors(Page("https://tern.example/news/night-ferry", html.encode()))[0])


SIGNED = {
    # beside a sign of a person
    "a link that says so": ('<p><a href="/thema/katrin-lohmann,14/" title="Alle Inhalte von Katrin Lohmann">Katrin Lohmann</a><br>03.11.2025 | 09:36 Uhr</p>', ["Katrin Lohmann"]),
    "an author's number in the address": ('<div><a href="/reporter/author-Maeve-Kinsella-4792.cms">Maeve Kinsella</a> / TNN / <span>Nov 3, 2025, 21:27 IST</span></div>', ["Maeve Kinsella"]),
    "beside a portrait": ('<div class="k3"><img alt="Headshot of Maeve Kinsella" src="/m.jpg" width="96"><div>Maeve Kinsella</div></div>', ["Maeve Kinsella"]),
    # behind a labelled day
    "posted on, by": ("<div>Posted on November 3, 2025 by Maeve Kinsella</div>", ["Maeve Kinsella"]),
    "in boxes": ('<p class="k1">Veröffentlicht am <span>03.11.2025</span> von Katrin Lohmann <span class="sr-only">The Tern Weekly</span></p>', ["Katrin Lohmann"]),
    "a bar and a link": ('<div><span>03. Nov. 2025 | 14:08 Uhr</span> | von <a href="/profil/katrin-lohmann">Katrin Lohmann</a></div>', ["Katrin Lohmann"]),
    # the by-word in a box of its own
    "boxes behind it": ("<div><span>By</span><div><a href='/a/1'>Maeve Kinsella</a><span>News Reporter</span></div><div><a href='/a/2'>Tom Aldous</a><span>News Reporter</span></div><div><a href='/a/3'>Ann Marlow</a><span>Editor</span></div></div>", ["Maeve Kinsella", "Tom Aldous", "Ann Marlow"]),
    "a long card behind it": (f"<div><span>By</span><div><a href='/maeve-kinsella-42'>Maeve Kinsella</a><p>{'She has crossed every strait of the north. ' * 4}</p></div></div>", ["Maeve Kinsella"]),
    "in the link": ("<div><a href='/blog/author/frecklesfairy/'>von <span>Katrin Lohmann</span></a></div>", ["Katrin Lohmann"]),
    "a section before it": ('<div class="author-line"><span>Opinion</span> <span>By</span> <span><a href="/x/mk">Maeve Kinsella</a></span></div>', ["Maeve Kinsella"]),
    # jobs, initials, names twice
    "a job in a box": ('<div class="author"><p>Maeve Kinsella</p><p>Tech Reporter</p></div>', ["Maeve Kinsella"]),
    "a job of many parts": ('<div class="author"><span class="author-name"><a href="/x/mk">Maeve Kinsella</a></span> <span class="author-role">Contributing Writer | Strategy, sailing ships, and Boat Builder</span></div>', ["Maeve Kinsella"]),
    "a town that is read aloud": ('<div class="author-name">Rocío Valverde<span class="hidden-content"> Madrid</span></div>', ["Rocío Valverde"]),
    "hidden on telephones only": ('<div class="author"><span class="hidden-xs">Maeve Kinsella</span></div>', ["Maeve Kinsella"]),
    "a hidden label": ('<div class="author">By <span class="field field--label-hidden">Maeve Kinsella</span></div>', ["Maeve Kinsella"]),
    "twice": ('<address class="author"><span>Silje Hauge</span> <span>Silje</span> <span>Hauge</span></address>', ["Silje Hauge"]),
    "initials for portraits": ('<div class="author"><div><i>MK</i> <div>Maeve Kinsella</div></div><div><i>TA</i> <div>Tom Aldous</div></div></div>', ["Maeve Kinsella", "Tom Aldous"]),
    "adapted by": ('<div class="byline"><span>Adaptiert von </span><a href="/die-redaktion/katrin-lohmann">Katrin Lohmann</a></div>', ["Katrin Lohmann"]),
    # links to people's pages
    "an account of a platform": ('<div><a href="https://platform.example/@maevekinsella">Maeve Kinsella</a></div>', ["Maeve Kinsella"]),
    "a by-word in the address": ('<div><a href="/av/silje-hauge"><p>Silje Hauge</p><p>Reporter på havnen</p></a></div>', ["Silje Hauge"]),
    "an address behind a Korean reporter's name": ("<dl><dt>김민수 기자</dt><dd>minsu@tern.example</dd></dl>", ["김민수"]),
    # the story's words over the account that put it in
    "by somebody else in words": ('<span class="vcard rich-snippet-hidden"><a rel="author" href="/author/office">Tom Aldous</a></span><p>By Maeve Kinsella</p>', ["Maeve Kinsella"]),
    "not by a card for a course": ('<div><a rel="author" href="/author/mk">Maeve Kinsella</a></div><div><p>Sailing for all</p><p>By Tom Aldous, Skipper</p></div>', ["Maeve Kinsella"]),
    # a hash that begins as a word of advertising does
    "a hash": ('<p class="css-ad21f64">By Maeve Kinsella</p>', ["Maeve Kinsella"]),
    "a node's id": ('<div id="w-node-ad322c55-7340-3c05-ef15-3b465a57355c"><p>By Maeve Kinsella</p></div>', ["Maeve Kinsella"]),
    "a day's archive beside it": ('<div class="x"><p>Von <a href="/maeve-kinsella">Maeve Kinsella</a></p><p><a href="/archiv/2025/11/03">Mo, 3. November 2025 um 12:50 Uhr</a></p></div>', ["Maeve Kinsella"]),
}  # fmt: skip
SIGNED |= {
    "not who read it": ("<div><a href='/author/maeve-kinsella/'>Maeve Kinsella</a></div><p><span>reviewed by </span> <a href='/author/tom-aldous/'>Tom Aldous</a></p>", ["Maeve Kinsella"]),
    "not who checked it": ('<div class="author"><span>Fachlich geprüft von Dr. Tom Aldous</span></div>', []),
}  # fmt: skip
DAY = "<time>3 November 2025</time>"
ACCOUNTS = {
    "an account in a heading": f'<div><h3><a href="/users/1047/maeve-kinsella">Maeve Kinsella</a></h3>{DAY}</div>',
    "an account in the line of the day": '<p><a href="/user/maeve_kinsella/">Maeve Kinsella</a> - 3 November 2025</p>',
    "a whole address": f'<div><a href="https://www.tern.example/users/maevekinsella">Maeve Kinsella</a></div>{DAY}',
}
UNSIGNED = {
    # accounts
    "an account of another name": f'<div><a href="/users/1047/harbour-fan">Maeve Kinsella</a>{DAY}</div>',
    "an account without a day": '<div><a href="/users/1047/maeve-kinsella">Maeve Kinsella</a></div><p>3 answers</p>',
    "an account elsewhere": f'<div><a href="https://talk.example/users/maeve-kinsella">Maeve Kinsella</a>{DAY}</div>',
    "an account of somebody who is told of": f'<div><a href="/users/1047/norah-saltmere">Norah Saltmere</a>{DAY}</div>',
    "an account in a heading that says more": f'<div><h3>Asked by readers: <a href="/users/1047/maeve-kinsella">Maeve Kinsella</a></h3>{DAY}</div>',
    "an account below the day": f'{DAY}<h3><a href="/users/maeve-kinsella">Maeve Kinsella</a></h3><p>4 November 2025: Great</p>',
    "an account, and when somebody speaks": '<div><a href="/users/1/maeve-kinsella">Maeve Kinsella</a></div><div>12 June 2025, 7 pm, in the old Town hall</div>',
    "an account of a reader": f'<ol class="comments"><li><a href="/users/1047/maeve-kinsella">Maeve Kinsella</a>{DAY}</li></ol>',
    # what stands beside the day and nothing else: who knows whether it is a person
    "a name alone: before a time": '<div class="k3"><span>Maeve Kinsella</span><time>3 November 2025</time></div>',
    "a name alone: a box each": "<div>Maeve Kinsella</div><div>Published 22:00, 3 November 2025</div>",
    "a name alone: behind the day": "<div><span>28. Okt. 2025</span> <span>Katrin Lohmann</span></div>",
    "a name alone: a comma between": "<p>3. November 2025 , Katrin Lohmann</p>",
    "a name alone: slashes between": "<p>3 Nov 2025 // Maeve Kinsella</p>",
    "a name alone: two people": "<address>Silje Hauge og Ane Lund</address><div>Publisert 3. november 2025 17:25</div>",
    "a name alone: with a town": "<div><span>Katrin Lohmann, Bern, Urs Amgarten</span> <time>03.11.2025, 23:38 Uhr</time></div>",
    "a name alone: and how long reading takes": "<ul><li>Maeve Kinsella</li><li>Nov 3, 2025</li><li>5 min read</li></ul>",
    "a name alone: a profile": '<div><a href="/profile/maeve-kinsella">Maeve Kinsella</a> <time>3 November 2025</time></div>',
    **{f"a section: {name}": f"<div><span>{name}</span>{DAY}</div>" for name in ("Premier League", "Climate Change", "Real Estate", "Case Studies", "Local Politics", "Middle East", "San Francisco", "Amnesty International", "Press Release", "Breaking News", "Product Updates", "Machine Learning", "Social Media", "Aus Aller Welt", "North Shore", "Big Data", "Estilo Vida", "White Paper", "Sierra Leone", "Sri Lanka", "Manchester City", "Costa Rica", "Ars Technica", "Rolling Insider", "Blue Tern", "Hollow Labs", "Saltmere Museum", "Best Practices")},
    "a person of the story with a page": f'<div><a href="/people/norah-saltmere">Norah Saltmere</a>{DAY}</div>',
    "a story on an author": f'<div><a href="/author-jane-corbett-wins-the-harbour-prize">Jane Corbett wins</a>{DAY}</div>',

    "a name and an account": '<div><a href="/maeve-kinsella/">Maeve Kinsella</a><a href="https://t.example/@mkinsella">@mkinsella</a></div>',
    "a team's account": "<div><span>Saltwick United</span> <span>@SaltwickUnited</span></div>",
    "somebody else's account": "<div><span>Maeve Kinsella</span> <span>@harbourboard</span></div>",
    **{f"a label: {name}": f"<div><div>{name}</div><div>3 November 2025</div><div>Print</div></div>" for name in ("Date Added", "Publication Date", "Last Change", "Issue Date", "Zuletzt Geändert", "Letzte Änderung", "Erschienen Am", "Fecha Publicación", "Data Publicação", "Tiempo Lectura", "Listen Now", "Print Page", "Text Size", "Sign In", "Log In", "Key Facts", "In Brief", "Watch Live", "Staff Pick", "Partner Content", "Sponsored Content", "Cover Story", "Long Read", "Full Time", "Members Only", "Top Stories", "Im Fokus", "Zum Thema", "En Bref", "Lire Aussi", "Primo Piano", "Último Minuto", "Fact Check", "Guest Column", "Press Room", "Q And A")},
    **{f"a fact of a recipe: {name}": f"<ul><li>{name}</li><li>10 min</li><li>Serves Four</li></ul>" for name in ("Prep Time", "Cook Time", "Total Time", "Ready In")},
    **{f"a source: {name}": f"<div><span>{name}</span>{DAY}</div>" for name in ("Yahoo Finance", "Berliner Zeitung", "Hacker News", "Business Wire", "Globe Newswire", "Saltmere Echo", "Fox Business", "Blue Tern", "Acme Solutions", "Tern Foundation", "Ministry Press", "University Press", "Saltmere Town Council", "Harbour Trust", "Red Cross", "Royal Navy", "Coast Guard", "Green Party", "High Court", "Met Office")},
    "from a portal": f"<div><span>Do UOL</span>{DAY}</div>",
    "a broadcaster and a town": f"<div><span>MDR Saltmere</span>{DAY}</div>",
    "a popup that is hidden": f'<div style="display:none"><span>Maeve Kinsella</span>{DAY}</div>',
    "the source with its sign": f'<div><img alt="Ars Technica" src="/a.png"><span>Ars Technica</span>{DAY}</div>',
    "a town with its coat of arms": f'<div><img alt="Coat of arms of Bad Saltmere" src="/a.png"><span>Bad Saltmere</span>{DAY}</div>',
    "an interview's guest": f"<div><span>Ingrid Amsel</span>{DAY}</div>" + "<p>Ms Amsel, the harbour board of the island has heard you three times this year already, has it not, and what did you tell them?</p>",
    "a shouted kicker": f"<div><span>HARBOUR WATCH</span>{DAY}</div>",
    "a person of the story": f"<div><span>Ingrid Saltmere</span>{DAY}</div>",
    "a person of the headline": f"<div><span>Norah Ferry</span>{DAY}</div>",
    "a subject that is linked": f'<div><a href="/topic/jane-corbett">Jane Corbett</a>{DAY}</div>',
    "a heading": f"<h2>Kurzer Prozess</h2>{DAY}",
    "who took the picture": f"<div>Photo: Maeve Kinsella</div>{DAY}",
    "a credit": f"<div>© Maeve Kinsella</div>{DAY}",
    "a credit behind a caption": f"<div>The quay in the rain in March 2025. Maeve Kinsella</div>{DAY}",
    "in a figure": f'<figure><img alt="quay" src="/q.jpg"><figcaption>Maeve Kinsella</figcaption></figure>{DAY}',
    "a place in a calendar": f"<div><span>Jazz Club</span>{DAY}</div><div><span>Jazz Club</span></div><div><a href='/venue'>Jazz Club</a></div>",
    "no day": "<div><span>Maeve Kinsella</span></div>",
    "a number": "<div><span>Maeve Kinsella</span><span>12</span></div>",
    # behind what is no posting
    "a film of a day": "<div>A film of 4 May 1968 by Max Roe</div>",
    "a record": "<div>Recorded 4 May 1968 by Max Roe Quartet</div>",
    "founded": "<div>Founded on 4 May 1968 by Max Roe</div>",
    "from a book": "<div>First published in another paper on 4 May 1968 by Max Roe</div>",
    # by-words in boxes
    "by what is nobody": "<div><span>By</span><div>using this site you agree</div><div>Our Terms</div></div>",
    # pictures behind a label
    "a label of pictures": '<div><strong>Foto:</strong> <p class="autor">Max Roe</p></div>',
    "a credit of pictures": '<div><span>Photograph:</span> <span class="author">Max Roe</span></div>',
    # links
    "an account far below": "<p>More</p>" + PROSE + '<div><a href="https://platform.example/@maxroe">Max Roe</a></div>',
    "a channel of another name": '<div><a href="https://videos.example/@seaside">Subscribe here</a></div>',
    "a title that names somebody": f'<div><a href="/topic/jane-corbett" title="All about Jane Corbett">Jane Corbett</a>{DAY}</div>',
    "an address behind an office": "<dl><dt>편집 기자</dt><dd>desk@tern.example</dd></dl>",
}  # fmt: skip


@pytest.mark.parametrize("case", SIGNED)
def test_who_signs_without_a_word_or_a_class(case: str) -> None:
    top, expected = SIGNED[case]
    assert people(top) == expected


@pytest.mark.parametrize("case", ACCOUNTS)
def test_an_account_at_the_site_signs_before_the_day(case: str) -> None:
    assert people(ACCOUNTS[case]) == ["Maeve Kinsella"]


@pytest.mark.parametrize("case", UNSIGNED)
def test_who_does_not_sign(case: str) -> None:
    assert people(UNSIGNED[case]) == []


def test_a_list_of_columnists_above_the_headline_is_a_menu() -> None:
    menu = "<div><ul><li><a href='/autores/ana_gil/'>Ana Gil</a></li><li><a href='/blogs/mar/'>Mar</a></li></ul></div>"
    assert people("<p><a href='/autores/rocio-valverde/'>Rocío Valverde</a></p>", above=menu) == ["Rocío Valverde"]
    assert people("<p>Redacción</p>", above=menu) == []


def test_a_byline_above_the_headline_is_none_of_a_menu() -> None:
    assert people("", above="<div><a href='/author/maeve-kinsella/'>Maeve Kinsella</a></div>") == ["Maeve Kinsella"]


def test_a_declared_author_stays_whoever_stands_beside_the_day() -> None:
    html = f'<html><head><title>{TITLE}</title><meta name="author" content="Ann Marlow"></head><body><h1>{TITLE}</h1><div>Maeve Kinsella {DAY}</div>{PROSE}</body></html>'
    assert authors(Page("https://tern.example/news/ferry", html.encode()))[0] == ("Ann Marlow",)


@pytest.mark.parametrize(
    "subject", ["Roland Garros", "Bitcoin Cash", "Erste Kammer", "Cambio Climático", "Новости Региона"]
)
def test_a_subject_of_menus_and_teasers_signs_nothing(subject: str) -> None:
    last = subject.split()[-1]
    line = f"<div><span>{subject}</span>{DAY}</div>"
    assert people(line, above=f"<ul><li><a href='/s/1'>{last}</a></li></ul>") == []
    assert people(line, below=f"<div><a href='/t/1'>What becomes of {last} in the summer to come</a></div>") == []
    assert people("", above=line) == []  # a kicker


def test_many_names_beside_a_day_on_a_long_page_cost_little() -> None:
    names = "".join(f"<span>Maeve Kinsella{chr(97 + n)}</span> " for n in range(9))
    with ends():
        people(f"<div>{names}{DAY}</div>" * 3, text=PROSE * 300)
