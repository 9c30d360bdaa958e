# ruff: noqa: E501 -- markup is read best in one line
"""Offers to subscribe and lists of what others read, among the paragraphs of a story: neither is part of it, in any language."""

from collections.abc import Iterator

import pytest

from pipelines.extract.read.article import extract
from pipelines.page.page import Page
from tests.pipelines.extract.saltmarsh import LINES, PARAGRAPHS, TEXT

TITLE = "Council votes to mend the old bridge"
FIRST, REST = ("".join(f"<p>{line}</p>" for line in half) for half in (LINES[:2], LINES[2:]))


def text(body: str) -> str:
    head = f"<meta charset=utf-8><title>{TITLE} | The Courier</title><meta property='og:type' content='article'>"
    html = f"<html lang=en><head>{head}</head><body><div id=x><h1>{TITLE}</h1>{body}</div></body></html>"
    return extract(Page("http://courier.example/2026/11/20/bridge/", html.encode())).text


OFFERS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "en":("Continue reading with a subscription",("Unlimited access to all articles on web and app","The digital edition of the paper the evening before","Cancel anytime, no obligation","Exclusive newsletters for subscribers"),"Only £4.99 a month. Already a subscriber? Log in"),
    "en2":("Subscribe to read the full story",("Read all our premium stories","Fewer ads, faster pages","Share your subscription with the family"),"Subscribe now for $1 a week"),
    "de":("Jetzt weiterlesen mit Kurier+",("Alle Artikel auf kurier.example lesen","E-Paper schon am Vorabend","Jederzeit kündbar, 4 Wochen gratis testen","Weniger Werbung und exklusive Podcasts"),"Danach nur 9,99 € im Monat. Sie haben bereits ein Abo? Anmelden"),
    "fr":("La suite est réservée aux abonnés",("Accès illimité à tous les articles du site","Le journal en version numérique dès 22h","Sans engagement, résiliable à tout moment"),"1 € le premier mois, puis 9,99 €. Déjà abonné ? Se connecter"),
    "es":("Contenido exclusivo para suscriptores",("Acceso ilimitado a todos los artículos","Edición impresa en PDF cada mañana","Sin permanencia, cancela cuando quieras"),"Suscríbete por 1 € al mes. ¿Ya eres suscriptor? Inicia sesión"),
    "it":("Abbonati per continuare a leggere",("Accesso illimitato a tutti gli articoli","Il giornale in edizione digitale dalla mezzanotte","Disdici quando vuoi"),"Prova 1 mese a 1 €. Sei già abbonato? Accedi"),
    "pt":("Conteúdo exclusivo para assinantes",("Acesso ilimitado a todas as notícias","Edição digital do jornal todos os dias","Cancele quando quiser"),"Assine por R$ 1,90 no primeiro mês. Já é assinante? Entre"),
    "nl":("Alleen voor abonnees",("Onbeperkt toegang tot alle artikelen","De digitale krant elke ochtend","Maandelijks opzegbaar"),"Probeer 4 weken voor € 1. Al abonnee? Log in"),
    "pl":("Artykuł tylko dla prenumeratorów",("Nieograniczony dostęp do wszystkich artykułów","E-wydanie gazety już wieczorem","Rezygnujesz, kiedy chcesz"),"Już od 4,90 zł miesięcznie. Masz już prenumeratę? Zaloguj się"),
    "sv":("Endast för prenumeranter",("Obegränsad läsning av alla artiklar","E-tidningen redan kvällen före","Ingen bindningstid"),"Prova en månad för 1 kr. Redan prenumerant? Logga in"),
    "no":("Denne saken er for abonnenter",("Ubegrenset tilgang til alle saker","E-avisen hver dag","Ingen bindingstid"),"Prøv for 1 kr. Allerede abonnent? Logg inn"),
    "cs":("Tento článek je jen pro předplatitele",("Neomezený přístup ke všem článkům","Bez reklam","Možnost kdykoli zrušit"),"Předplatné od 99 Kč měsíčně. Už jste předplatitel? Přihlaste se"),
    "fi":("Tilaa ja lue koko juttu",("Rajaton lukuoikeus kaikkiin sisältöihin","Näköislehti jo edellisenä iltana","Voit perua milloin tahansa"),"Vain 1 €/kk. Oletko jo tilaaja? Kirjaudu"),
    "el":("Μόνο για συνδρομητές",("Απεριόριστη πρόσβαση σε όλα τα άρθρα","Χωρίς διαφημίσεις","Ακύρωση οποτεδήποτε"),"Από 1€ τον μήνα. Είστε ήδη συνδρομητής; Συνδεθείτε"),
    "hu":("Csak előfizetőknek",("Korlátlan hozzáférés minden cikkhez","Reklámmentes olvasás","Bármikor lemondható"),"Már 990 Ft/hó ártól. Már előfizető? Jelentkezzen be"),
    "ro":("Articol pentru abonați",("Acces nelimitat la toate articolele","Fără reclame","Anulezi oricând"),"De la 5 lei pe lună. Ești deja abonat? Intră în cont"),
    "tr":("Bu haber abonelere özel",("Tüm haberlere sınırsız erişim","Reklamsız okuma","İstediğiniz zaman iptal"),"Aylık 29 TL. Zaten abone misiniz? Giriş yapın"),
    "uk":("Цей матеріал доступний за підпискою",("Необмежений доступ до всіх статей","Без реклами","Скасувати можна будь-коли"),"Від 99 грн на місяць. Вже маєте підписку? Увійдіть"),
    "ko":("이 기사는 구독자 전용입니다",("모든 기사 무제한 열람","광고 없는 페이지","언제든지 해지 가능"),"월 4,900원. 이미 구독 중이신가요? 로그인"),
    "zh":("本文為訂戶專享",("無限閱讀所有文章","無廣告瀏覽","隨時取消"),"每月只需NT$99。已經是訂戶？登入"),
    "da":("Kun for abonnenter",("Ubegrænset adgang til alle artikler","E-avisen allerede aftenen før","Ingen binding"),"Prøv en måned for 1 kr. Allerede abonnent? Log ind"),
    "ru":("Материал доступен по подписке",("Неограниченный доступ ко всем статьям","Электронная версия газеты с вечера","Отмена в любой момент"),"Подписка от 99 рублей в месяц. Уже подписаны? Войдите"),
    "ja":("この記事は会員限定です",("すべての有料記事が読み放題","紙面ビューアーで朝刊を前日夜に","いつでも解約できます"),"初月100円。会員の方はログイン"),
}  # fmt: skip


def offers(heading: str, benefits: tuple[str, ...], price: str) -> Iterator[str]:
    """A story with an offer in it or under it, in boxes and without, in the order of several papers."""
    listed = "<ul>" + "".join(f"<li>{benefit}</li>" for benefit in benefits) + "</ul>"
    yield f"<div class=t>{PARAGRAPHS}<h3>{heading}</h3>{listed}<p>{price}</p></div>"
    yield f"<div class=t>{PARAGRAPHS}<p>{heading}</p>{listed}<p>{price}</p></div>"
    yield f"<div class=t>{PARAGRAPHS}<div><div>{heading}</div>{listed}<div>{price}</div></div></div>"
    yield f"<div class=t>{PARAGRAPHS}</div><div class=z><h2>{heading}</h2>{listed}<p>{price}</p></div>"
    yield (
        f"<div class=t>{PARAGRAPHS}<p><strong>{heading}</strong></p>"
        + "".join(f"<p>✓ {one}</p>" for one in benefits)
        + f"<p>{price}</p></div>"
    )
    yield f"<div class=t>{PARAGRAPHS}{listed}<p>{heading}</p><p>{price}</p></div>"


@pytest.mark.parametrize("language", OFFERS)
def test_an_offer_to_subscribe_is_no_part_of_a_story(language: str) -> None:
    assert [body for body in offers(*OFFERS[language]) if text(body) != TEXT] == []


def test_the_way_in_for_those_who_pay_already_is_part_of_an_offer() -> None:
    way_in = "<p>Already have an account? <a href='/login/'>Log in</a></p>"
    heading = (
        "<h2>This article is exclusive to our subscribers</h2><h3>Unlock this article, and all letters and alerts.</h3>"
    )
    assert (
        text(f"<div class=t>{PARAGRAPHS}<div>{way_in}</div><div>{heading}{way_in}<p>$39 per month</p></div></div>")
        == TEXT
    )


CHARTS = {
    "en":"Most read","de":"Meistgelesen","fr":"Les plus lus","es":"Lo más leído","it":"I più letti","pt":"Mais lidas","nl":"Meest gelezen","pl":"Najczęściej czytane","sv":"Mest läst","ru":"Самое читаемое","ja":"アクセスランキング","zh":"热门文章","ko":"많이 본 뉴스","tr":"En çok okunanlar","ar":"الأكثر قراءة","da":"Mest læste","fi":"Luetuimmat","el":"Δημοφιλή","cs":"Nejčtenější",
    "this week":"Most Read This Week","in a section":"Lo más leído en Sociedad","articles":"Meistgelesene Artikel","now":"Mest läst just nu","others":"What others are reading","id":"Berita Terpopuler"
}  # fmt: skip
OTHERS = (
    "Ferry stays in port as the wind gets up again",
    "School meals to be cooked in the valley from May",
    "Mill owner tells council he will not sell",
)


def charts(heading: str) -> Iterator[str]:
    """A story with a list of others in it or under it, with links and without."""
    linked = "".join(f"<li><a href='/s{n}'>{title}</a></li>" for n, title in enumerate(OTHERS))
    bare = "".join(f"<li>{title}</li>" for title in OTHERS)
    yield f"<div class=t>{FIRST}<div><h3>{heading}</h3><ol>{linked}</ol></div>{REST}</div>"
    yield f"<div class=t>{FIRST}<div><h3>{heading}</h3><ol>{bare}</ol></div>{REST}</div>"
    yield f"<div class=t>{PARAGRAPHS}<h3>{heading}</h3><ol>{bare}</ol></div>"
    yield (
        f"<div class=t>{PARAGRAPHS}<p><b>{heading}</b></p>"
        + "".join(f"<p><a href='/s{n}'>{title}</a> 3 May 2026, 12:30</p>" for n, title in enumerate(OTHERS))
        + "</div>"
    )
    yield (
        f"<div class=t>{PARAGRAPHS}<h3>{heading}</h3>"
        + "".join(f"<p><a href='/s{n}'>{title}</a><br>{LINES[1]}</p>" for n, title in enumerate(OTHERS))
        + "</div>"
    )


@pytest.mark.parametrize("language", CHARTS)
def test_a_list_of_what_others_read_is_no_part_of_a_story(language: str) -> None:
    assert [body for body in charts(CHARTS[language]) if text(body) != TEXT] == []


ABOUT_OFFERS = (
    "The paper says that its digital edition now costs €9.99 a month, and that readers may cancel any time they like.",
    "“Unlimited access to all articles is what people want,” the editor said on Tuesday, and nobody in the room laughed at it.",
)


@pytest.mark.parametrize("more", [
    "".join(f"<p>{line}</p>" for line in (*ABOUT_OFFERS, LINES[0])),
    "<h3>What the bridge costs</h3><ul><li>Piers: €2 million</li><li>Deck: €3 million a year</li><li>Paint</li></ul>",
    "<h3>Most read in the valley is the paper of the mill</h3><ul><li>It sells 200 copies</li><li>All are read</li><li>Twice</li></ul>",
])  # fmt: skip
def test_a_story_about_offers_and_lists_keeps_them(more: str) -> None:
    told = text(f"<div class=t>{PARAGRAPHS}{more}</div>")
    assert told.startswith(TEXT)
    assert all(
        line in told for line in (ABOUT_OFFERS if "digital" in more else ("Paint",) if "Paint" in more else ("Twice",))
    )
