import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.base.urls.identity import article_id_of, cleaned, normalise, plainness, resolve, site_key, url_key
from tests.endless import ends

SAME = [
    ("http://a.example/story", "https://www.a.example/story/"),
    ("http://a.example/story", "https://m.a.example/story?utm_source=x&utm_medium=y#top"),
    ("http://a.example/story", "https://amp.a.example/story?amp=1"),
    ("http://a.example/story", "http://a.example/amp/story"),
    ("http://a.example/story", "http://a.example/story/amp/"),
    ("http://a.example/story", "http://a.example/print/story"),
    ("http://a.example/story", "http://a.example/story?outputType=amp"),
    ("http://a.example/story.html", "http://a.example/story.amp.html"),
    ("http://a.example/", "http://a.example/index.html"),
    ("http://a.example/x?a=1&b=2", "http://a.example/x?b=2&fbclid=abc&a=1"),
    ("http://a.example/x%20y", "http://a.example/x y"),
    ("http://xn--bcher-kva.example/x", "http://bücher.example/x"),
    ("http://127.0.0.1:8801/x", "http://0x7f000001:8801/x"),
    ("http://a.example/news/a-37~flood-hits-leeds", "http://a.example/news/a-37~flood-hits-leeds/afdrukken"),
    ("http://a.example/2025/flood-hits-leeds", "http://a.example/2025/flood-hits-leeds/imprimir/"),
    ("http://a.example/aktuell/4711", "http://a.example/aktuell/4711/Drucken"),
    ("http://a.example/story", "http://a.example/story?cid=rss_social"),
]
DIFFERENT = [
    ("http://a.example/story", "http://b.example/story"),
    ("http://a.example/story?id=1", "http://a.example/story?id=2"),
    ("http://a.example/example", "http://a.example/ex"),
    ("http://a.example/champ", "http://a.example/ch"),
    ("http://a.example/x?page=2", "http://a.example/x"),
    ("http://a.example/x?format=pdf", "http://a.example/x"),
    ("http://127.0.0.1:8801/x", "http://127.0.0.1:8802/x"),
    ("http://m.example/x", "http://example/x"),
    ("http://a.example/Story", "http://a.example/story"),
    ("http://a.example/comune/stampa", "http://a.example/comune"),
    ("http://a.example/imprimir", "http://a.example/"),
    ("http://a.example/flood-hits-leeds/stampante", "http://a.example/flood-hits-leeds"),
    ("http://a.example/3d/drucken", "http://a.example/3d"),
    ("http://a.example/anno-2024/stampa", "http://a.example/anno-2024"),
    ("http://a.example/jahr-2024/drucken", "http://a.example/jahr-2024"),
    ("http://a.example/a-b/c/drucken", "http://a.example/a-b/c"),
    ("http://a.example/drucken", "http://a.example/"),
    ("http://a.example/index.php?act=cat&cid=1", "http://a.example/index.php?act=cat&cid=2"),
    ("http://a.example/story?cid=7", "http://a.example/story"),
]
PIECES = ["", "/", "/amp", "/print", "/story", "/index.html", "/x.amp", "/y.amp.html", "/%41", "/é"]
URLS = st.builds(
    "{}://{}{}{}".format,
    st.sampled_from(["http", "https"]),
    st.sampled_from(["a.example", "www.a.example", "m.a.example", "amp.www.a.example", "127.0.0.1:80", "[::1]:8080"]),
    st.lists(st.sampled_from(PIECES), max_size=4).map("".join),
    st.sampled_from(["", "?", "?a=1", "?utm_source=x", "?amp=1&b=2", "?a=%20&A=+", "#top", "?b=2&a=1&b=1"]),
)  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_variants_have_one_identity(one, other):
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_pages_stay_apart(one, other):
    assert url_key(one) != url_key(other)


@given(URLS)
def test_identity_is_idempotent_and_so_is_cleaning(url):
    assert url_key(url_key(url)) == url_key(url)
    absolute = normalise(url)
    assert cleaned(cleaned(absolute)) == cleaned(absolute)
    assert url_key(cleaned(absolute)) == url_key(absolute)


@pytest.mark.parametrize(
    ("href", "found"),
    [
        ("../z?q=1#top", "http://a.example/z?q=1"),
        ("//b.example/x", "http://b.example/x"),
        (" /x\n", "http://a.example/x"),
        ("mailto:news@a.example", None),
        ("javascript:void(0)", None),
        ("file:///etc/passwd", None),
        ("data:text/html,x", None),
        ("http://", None),
    ],
)
def test_only_web_addresses_resolve(href, found):
    assert resolve("http://a.example/x/y", href) == found


def test_a_key_of_nonsense_is_an_error():
    with pytest.raises(ValueError, match="not an absolute"):
        url_key("http://[nonsense/")


def test_the_plain_spelling_comes_first():
    spellings = ["http://a.example/amp/x", "https://m.a.example/x", "https://www.a.example/x", "http://a.example/x"]
    assert min(spellings, key=plainness) == "https://www.a.example/x"


def test_a_canonical_on_another_site_does_not_take_the_identity():
    own = article_id_of("http://a.example/x", None)
    assert article_id_of("http://a.example/x?utm_source=1", "https://www.a.example/x") == own
    assert article_id_of("http://a.example/x", "http://b.example/x") == own
    assert article_id_of("http://a.example/y", "http://a.example/x") == own
    assert site_key("https://www.a.example:8443/x") == "a.example:8443"


def test_a_canonical_link_to_the_front_page_makes_no_stories_one() -> None:
    front = "https://paper.example/"
    assert article_id_of("https://paper.example/a", front) == article_id_of("https://paper.example/a", None)
    assert article_id_of("https://paper.example/a", front) != article_id_of("https://paper.example/b", front)


def test_a_name_of_signs_alone_is_read_to_its_end() -> None:
    with ends():
        for sign in ("-", "_", "1", "-1"):
            url_key(f"http://a.example/{sign * 2_000}")
            plainness(f"http://a.example/{sign * 2_000}/drucken")
