# ruff: noqa: E501 -- markup is read best in one line
"""Bodies of classes of publishers that no development page is of: what stands between and behind their paragraphs."""

import pytest

from pipelines.extract.read.article import extract
from pipelines.page.page import Page
from tests.endless import ends

LINES = [
    f"The harbour board of Saltmere heard for the {count} time on Tuesday that the night ferry is needed by bakers and nurses."
    for count in ("first", "second", "third", "fourth", "fifth", "sixth")
]
TITLE = "Harbour board votes to keep the night ferry running"
PARAGRAPHS = [f"<p>{line}</p>" for line in LINES]


def text_of(body: str, top: str = "") -> list[str]:
    head = f"<title>{TITLE} | The Tern</title><meta property='og:title' content='{TITLE}'>"
    html = f"<html><head>{head}</head><body><main><h1>{TITLE}</h1>{top}<div class='article-body'>{body}</div></main></body></html>"
    return extract(Page("https://tern.example/news/ferry", html.encode())).text.split("\n\n")


FOREIGN = (
    # calls to follow, to sign up, to give
    "Следвайте ни в Google News за важните новини", "Urmărește știrile noastre și pe Google News", "Haberleri WhatsApp kanalımızdan takip edin.",
    "हमारे व्हाट्सएप चैनल से जुड़ें", "네이버에서 항구일보를 구독하세요.", "Síganos en Google News y en WhatsApp.",
    "Recevez chaque matin l’essentiel dans notre newsletter gratuite. Inscrivez-vous ici.", "港口新聞現已開設Facebook專頁，讓你掌握本地新聞、財經消息及天氣、交通等生活資訊，與朋友分享！快點到Facebook Like我們",
    "The Tern may earn a commission from purchases made via our links, which helps fund the journalism on our website.",
    "Disclosure: The Tern may earn a commission from some of the products featured on this page.",
    "Ακολουθήστε το in.gr στο Google News και μάθετε πρώτοι όλες τις ειδήσεις", "Bądź na bieżąco! Obserwuj nas w Wiadomościach Google.",
    "Получайте новости первыми в Telegram — подписывайтесь на наш канал!", "不用抽 不用搶 現在用APP看新聞 保證天天中獎 點我下載APP 按我看活動辦法",
    "Don't miss a story! Follow us on WhatsApp.", "Kein Geld mehr? Folgen Sie uns auf Telegram, um auf dem neuesten Stand zu bleiben.",
    "The Morning Edition newsletter is our guide to the day’s most important stories. Sign up here.",
    "Unabhängiger Journalismus kostet Geld. Unterstützen Sie uns mit einer Spende.", "Your email address will not be published. Required fields are marked *",
    "Support our journalism with a gift of any size.", "(AP Photo/Jane Doe, File) Copyright 2025",
    # around advertisements
    "Quảng cáo", "ΔΙΑΦΗΜΙΣΗ", "Hirdetés", "إعلان", "פרסומת", "विज्ञापन", "โฆษณา", "広告", "광고", "Articolul continuă după reclamă", "Tekst se nastavlja ispod oglasa",
    "Mainos (teksti jatkuu alla)", "Artikkel jätkub pärast reklaami",
    # other stories, unlinked
    "CITEȘTE ȘI: Moara se redeschide după patruzeci de ani", "PROČITAJTE JOŠ: Mlin ponovo radi", "ये भी पढ़ें- चालीस साल बाद खुली चक्की",
    # notes of the page
    "Нашли опечатку? Выделите текст и нажмите Ctrl+Enter.", "You must be logged in to post a comment.", "Our Standards: The Thomson Reuters Trust Principles.",
    "(Except for the headline, this story has not been edited by The Tern staff and is published from a syndicated feed.)", "Editor : A.B.",
    "This story was originally published November 4, 2025, 6:00 PM.", "This is AI generated summarization, which may have errors.",
    "特别声明：以上内容为用户上传并发布，本平台仅提供信息存储服务。", "This page only provides information storage services.",
    "We may earn a commission if you buy something through our links.", "Reporting by Maeve Kinsella; Editing by Tom Harper", "Bild 1 von 5", "(jd/mr)",
    "[责任编辑: 王芳]", "Proibida a reprodução total ou parcial sem autorização.", "Keep reading with a subscription", "本网站对文中内容的真实性不承担任何法律责任。",
)  # fmt: skip


@pytest.mark.parametrize("line", FOREIGN)
def test_a_line_that_is_no_part_of_the_story(line: str) -> None:
    assert text_of("".join([*PARAGRAPHS, f"<p>{line}</p>"])) == LINES


OWN = (
    # another sentence names the channel, or the verb tells of somebody
    "La noticia corrió por WhatsApp. Sigue sin aparecer la niña que salió de casa el lunes por la tarde.",
    "Facebook cae un 5%. Sigue a Apple y a otras empresas que han perdido valor desde el comienzo del año.",
    "تابع الرئيس التطورات عبر فيسبوك وقال إن العبارة ستعود إلى العمل في الأسبوع المقبل بعد إصلاحها.",
    "انضم الوزير إلى مجموعة على واتساب أنشأها سكان الجزيرة بعد العاصفة التي ضربت الميناء.",
    "Theo dõi Facebook của nghi phạm, cảnh sát phát hiện nhiều hình ảnh chụp tại bến phà trong đêm.",
    "Gabungan partai itu mengirim pesan WhatsApp kepada semua anggotanya pada Selasa malam.",
    "Seuraavaksi Facebook avaa toimiston satamaan, kertoo yhtiön johtaja tiistaina illalla.",
    "Der Minister schrieb auf Facebook: Folgen Sie den Anweisungen der Feuerwehr.",
    "Melden Sie sich bei der Polizei, die Hinweise auch per WhatsApp annimmt, sagte ein Sprecher.",
    "Google News was down on Friday. Follow the money, said an analyst, and you will find out why.",
    "警方開設Facebook專頁，呼籲市民提供渡輪失蹤當晚的照片和影片，至今收到三百多份。",
    # rights that are the story's
    "La ministra recordó que en ese país sigue prohibida la reproducción asistida en las clínicas privadas.",
    "Prohibida la reproducción asistida, las parejas de la isla cruzan el estrecho dos veces al mes.",
    "Le tribunal a jugé la reproduction interdite et condamné l’imprimeur à une amende de mille euros.",
    "該網站稱對此不承擔任何責任，島民對此表示不滿，要求政府出面協調渡輪的賠償問題。",
    # notes that are none
    "The agent may earn a commission of 3% on each ticket that is sold at the quay before noon.",
    "Um zu kommentieren, was der Kanzler sagte, lud der Sender drei Fischer und eine Bäckerin ein.",
    "Fehler entdeckt hat die Prüfstelle auch bei der Abrechnung der Fahrten im vergangenen Winter.",
    "Spotted a mistake in the budget, the auditor did, on the very first page of the report.",
    "Users must be logged in to post on the island's board, the company said on Tuesday.",
    "Half a million people follow her on Facebook and WhatsApp, she says, and most of them have never seen the sea.",
    "“Support us,” the islanders had written on a sheet, and it hung over the quay until the night of the vote.",
    "The board will look at Telegram messages that the captain sent on the night when the ferry lost its anchor.",
    # what an address, a letter or a machine is told of
    "The novel was originally published on 4 May 1920 in Boston, and sold out within a single week.",
    "This story was first published in 1920 in a magazine that nobody on the island remembers.",
    "She told the readers of her newsletter to leave the paper, and not to subscribe to it again.",
    "“Our newsletter is free. Subscribe now,” said the posters in the hall, but nobody looked at them.",
    "The summary was AI generated and may have errors, the court was told by both sides on Monday.",
    "The firm only provides information storage services to the towns on the coast, its owner said.",
    "Вечером в Telegram он написал, что люди подписывайтесь кричали ему с берега, а паром уже ушёл.",
    "What a night! Join us at the quay, the captain wrote, and he did not mean it.",
    "'Need cash fast? Join our Telegram channel,' the fraudsters wrote to him.",
    "Want to be rich? Join our WhatsApp group, the advertisement said, and four hundred people did.",
    "Kein Geld mehr? Folgen Sie uns auf Telegram, hieß es in der Nachricht, auf die die Rentnerin hereinfiel.",
    "¿Quieres ganar dinero? Únete a nuestro grupo de WhatsApp, decía el mensaje que recibieron las víctimas.",
    "This is an example of how AI systems repeat the mistakes of the people who made them, she said.",
    "This article of the AI act forces makers to report errors and mistakes to the board within a week.",
    "警方提醒，诈骗短信要求受害人立即下载APP并填写银行卡信息，已有多名居民上当。",
    "该男子称，对方让他马上下载App，然后通过软件转账，结果被骗走二十万元。",
    "法院认为，该公司仅提供信息存储空间服务，不构成直接侵权，驳回原告全部诉讼请求。",
    "平台方辩称，其仅提供信息存储服务，对用户上传的内容并无审查义务。",
    "法院要求该公司提供信息存储记录，并在下周之前说明渡轮的航线。",
    "Except for the headline on page one, nothing in the paper told of the ferry that day.",
    "公司表示，不承担由此产生的任何费用，并将在下周公布新的方案。",
    "保险公司称不承担赔偿责任，渔民对此表示不满，要求当地政府出面协调。",
)


@pytest.mark.parametrize("line", OWN)
def test_a_sentence_that_only_looks_like_one(line: str) -> None:
    assert text_of("".join([*PARAGRAPHS, f"<p>{line}</p>"])) == [*LINES, line]


@pytest.mark.parametrize("wrapped", ["<h3>{}</h3>", "<ul><li>Shop at the quay on Fridays.</li><li>{}</li></ul>"])
@pytest.mark.parametrize("line", ["Support local farmers", "Support independent bookshops", "Support us, say farmers"])
def test_a_heading_or_an_item_asks_for_no_gift(wrapped: str, line: str) -> None:
    assert line in text_of("".join([*PARAGRAPHS[:3], wrapped.format(line), *PARAGRAPHS[3:]]))


CAPTIONS = (
    "<div><img src='a.jpg'><br><i>The ferry at its berth in Saltmere. Photo: Jon Roe</i></div>",
    "<p style='text-align:center'><img src='a.jpg'></p><p style='text-align:center'>停靠在码头的渡轮。（资料图）</p>",
)


@pytest.mark.parametrize("caption", CAPTIONS)
def test_a_caption_that_ends_with_a_credit(caption: str) -> None:
    assert text_of("".join([*PARAGRAPHS[:2], caption, *PARAGRAPHS[2:]])) == LINES


DESCRIBED = (
    "He showed the court one picture. Image: a man with a gun (left)",
    "He showed the court one picture. Photo: a man with a gun (left)",
    "Der Zeuge zeigte dem Gericht ein Foto: Jane Doe am Steuer der Fähre",
)


@pytest.mark.parametrize("line", DESCRIBED)
def test_a_text_below_a_picture_that_tells_what_another_shows(line: str) -> None:
    shown = f"<figure><img src='a.jpg'></figure><p>{line}</p>"
    assert text_of("".join([*PARAGRAPHS[:3], shown, *PARAGRAPHS[3:]])) == [*LINES[:3], line, *LINES[3:]]


ASIDES = ("Tags: mill, fire, harbour", "Filed under: Harbour, Ferries", "1 2 3 Next »", "AI summary: The ferry stays.")


@pytest.mark.parametrize("line", ASIDES)
def test_tags_and_page_numbers_are_no_part_of_the_story(line: str) -> None:
    assert text_of("".join([*PARAGRAPHS[:3], f"<p>{line}</p>", *PARAGRAPHS[3:]])) == LINES


def test_a_credit_without_a_picture_stays() -> None:
    line = "The newspaper of the time printed the story with a note in small letters under it. Photo: Jon Roe"
    assert text_of("".join([*PARAGRAPHS, f"<p>{line}</p>", PARAGRAPHS[0]])) == [*LINES, line, LINES[0]]


@pytest.mark.parametrize(
    "button", ["<button>Read more</button>", "<a href='#'>Weiterlesen</a>", "<button>続きを読む</button>"]
)
def test_the_rest_behind_a_button(button: str) -> None:
    assert (
        text_of(f"{PARAGRAPHS[0]}<div class='rest' style='display:none'>{''.join(PARAGRAPHS[1:])}</div>{button}")
        == LINES
    )


OTHER = "".join(
    f"<p>Reader {n} has been waiting since spring for somebody to say where all of the money from last year went, and why.</p>"
    for n in range(12)
)


CRUISES = "".join(
    f"<p>Cruises around the {place} leave from the old ferry pier at nine, and a family saves a fifth on tickets sold before May, and as much again in June, when the sea is calm and warm and no child has to stay below deck.</p>"
    for place in ("lighthouse", "island")
)


@pytest.mark.parametrize(
    "others",
    [
        f"<div class='about' style='display:none'>{OTHER}</div><a href='#'>Show more</a>",
        f"<p>See all</p><div class='thread' style='display:none'>{OTHER}</div>",
        f"<button>Read more</button><div style='display:none'>{CRUISES}</div>",  # one word of the title's
    ],
)
def test_other_hidden_text_behind_a_button(others: str) -> None:
    assert text_of("".join(PARAGRAPHS[:3]) + others) == LINES[:3]


def test_paragraphs_before_and_behind_a_pay_wall_that_is_open() -> None:
    """BLOX, of many American local papers, calls them so."""
    preview = "".join(f"<div class='subscriber-preview'>{p}</div>" for p in PARAGRAPHS[:2])
    assert text_of(preview + "".join(f"<div class='subscriber-only'>{p}</div>" for p in PARAGRAPHS[2:])) == LINES


def test_a_teaser_right_under_the_headline_is_the_story_s() -> None:
    lead = "The night boat stays for another three years, and the islanders who depend on it can breathe again."
    assert text_of("".join(PARAGRAPHS), f"<div class='teaser'><strong>{lead}</strong></div>") == [lead, *LINES]
    linked = f"<div class='teaser'><a href='/other'>{lead}</a></div>"
    assert text_of("".join(PARAGRAPHS), linked) == LINES


FILED = (
    "<a href='/'>The Tern</a> | <a href='/sport'>Sport</a> | <a href='/ann'>Ann Marlow</a> | Wed 25 November 2026",
    "<a href='/sport'>Sport</a> · 3. November 2025 · <a href='/ann'>Ann Marlow</a>",
)


@pytest.mark.parametrize("line", FILED)
def test_a_line_of_links_with_the_day_says_where_a_story_is_filed(line: str) -> None:
    assert text_of("".join(PARAGRAPHS), top=f"<span class='subtitle'>{line}</span>") == LINES
    assert text_of("".join([f"<p class='subtitle'>{line}</p>", *PARAGRAPHS])) == LINES


@pytest.mark.parametrize(
    "line",
    [
        "Saltmere Rovers | Holm Ferry | 3 November 2025",  # no links: results
        "<a href='/hall'>Concert in the town hall</a> • 3 November 2025 • £12",
        "The <a href='/mill'>mill burned down</a> in May 2024. | The pier did not. | 3 November 2025",
        "<a href='/mill'>The mill burned down</a> | <a href='/pier'>and the pier did not</a> | since the flood of the harbour",
        "<a href='/ferry'>The ferry</a> sails again | and the pier is open on 3 November 2025 | as the harbour board decided in spring",
    ],
)
def test_other_lines_with_bars_are_the_storys(line: str) -> None:
    assert len(text_of("".join([PARAGRAPHS[0], f"<p>{line}</p>", *PARAGRAPHS[1:]]))) == len(LINES) + 1


TITLE_OF_OTHER = "Old mill burns down again in the harbour district"
QUOTATIONS = (
    "<blockquote><p>{}</p><footer><a href='/speech'>Jane Doe, mayor of Saltmere, in her speech</a></footer></blockquote>",
    "<div class='quote'><p>{}</p><p><a href='/jane'>Jane Doe, mayor of Saltmere</a></p></div>",
    "<div class='mw-heading'><h2>{}</h2><span><a href='/edit?s=2'>edit</a></span></div>",
    "<section><h2>{}</h2><p><a href='/x'>Old mill burns down again in the harbour district</a></p></section>",
    "<div><p>{}</p><a href='/listen'>Listen to it</a></div>",
)


@pytest.mark.parametrize("box", QUOTATIONS)
def test_words_over_a_link_that_are_no_label(box: str) -> None:
    said = "We will not give up the ferry"
    assert text_of("".join([PARAGRAPHS[0], box.format(said), *PARAGRAPHS[1:]])) == [LINES[0], said, *LINES[1:]]


def test_a_label_over_another_story_is_none_of_the_text() -> None:
    label = f"<div><p>İlginizi Çekebilir</p><a href='/x'>{TITLE_OF_OTHER}</a></div>"
    assert text_of("".join([PARAGRAPHS[0], label, *PARAGRAPHS[1:]])) == LINES


@pytest.mark.parametrize(
    ("behind", "kept"),
    [
        ("<a class='comments-count' href='#comments'>12</a>", ""),
        ("<a class='comment-link' href='/1984'>1984</a>", " 1984"),
        ("<a class='footnote' href='#c12'>12</a>", " 12"),
    ],
)
def test_only_the_number_of_comments_is_no_part_of_a_text(behind: str, kept: str) -> None:
    first, *rest = PARAGRAPHS
    assert text_of("".join([first.replace("</p>", f" {behind}</p>"), *rest])) == [LINES[0] + kept, *LINES[1:]]


def test_a_box_of_many_links_costs_little() -> None:
    runs = "".join(f"{LINES[0][:-1]} in year {year}<p><a href='#' class='q'>x</a></p>" for year in range(1_600))
    with ends():
        text_of(f"<div>{runs}</div>")
