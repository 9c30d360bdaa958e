# ruff: noqa: E501 -- markup is read best in one line
"""Stories that stand in the state of a page's scripts only, as frameworks and publishing systems write it."""

import base64
import html
import json
from typing import Any

import pytest

from pipelines.base.errors import PageDropped
from pipelines.extract.model import Document
from pipelines.extract.read.article import extract
from pipelines.page.page import Page
from tests.pipelines.extract.saltmarsh import LINES, PARAGRAPHS, TEXT

TITLE = "Council votes to mend the “old” bridge"
OTHER = [
    f"<p>The ferry stayed in port on day {n}, for the wind was up again, and nobody could say when it would sail.</p>"
    for n in range(20)
]
RELATED = [{"title": "Ferry stays in port", "body": "".join(OTHER)}]


def document(scripts: str, root: str = "<div id='root'></div>") -> Document:
    head = f"<title>{TITLE} | The Courier</title><meta property='og:title' content='{TITLE}'>"
    markup = f"<html lang=en><head>{head}</head><body>{root}<footer>© The Courier, made above a bakery</footer>{scripts}</body></html>"
    return extract(Page("http://courier.example/2026/11/20/bridge/", markup.encode()))


def data(value: Any, identity: str = "__NEXT_DATA__") -> str:
    escaped = json.dumps(value).replace("</", r"<\/")
    return f'<script id="{identity}" type="application/json">{escaped}</script>'


def props(article: dict[str, Any]) -> str:
    """Next.js: the page's own story, and others beside it."""
    return data({"props": {"pageProps": {"article": article, "related": RELATED, "locale": "en"}}, "page": "/[slug]"})


def flat(*values: Any) -> str:
    return data(list(values), "__NUXT_DATA__")


def stream(*chunks: str) -> str:
    return "".join(f"<script>self.__next_f.push({json.dumps([1, chunk])})</script>" for chunk in chunks)


FIRST, LINK, REST = LINES[0].partition("the old bridge")
SPANS = [{"text": FIRST}, {"type": "link", "url": "/bridge", "children": [{"text": LINK}]}, {"text": REST}]
PADDING = {"a": ["x" * 40] * 20}
ARC = {
    "headlines": {"basic": TITLE},
    "content_elements": [
        {"type": "text", "content": LINES[0].replace("old bridge", "<a href='/b'>old bridge</a>")},
        {"type": "image", "caption": "The bridge as it stood before the flood, seen from the east bank."},
        *({"type": "text", "content": line} for line in LINES[1:]),
        {"type": "interstitial_link", "content": "Read also: the ferry stays in port"},
    ],
    "related_content": {"basic": RELATED},
}  # fmt: skip
STORY = json.dumps({"article": {"title": TITLE, "body": PARAGRAPHS}, "pad": PADDING})
STATES = {
    "next, markup in a string": props({"headline": TITLE, "bodyHtml": PARAGRAPHS}),
    "next, wordpress over its api": props({"title": {"rendered": TITLE}, "content": {"rendered": PARAGRAPHS}, "excerpt": {"rendered": LINES[0]}}),
    "next, list of strings": props({"title": TITLE, "paragraphs": list(LINES)}),
    "next, portable text": props({"title": TITLE, "body": [{"_type": "block", "style": "normal", "children": [{"_type": "span", "text": line}]} for line in LINES]}),
    "next, slate": props({"title": TITLE, "content": [{"type": "p", "children": SPANS}, *({"type": "p", "children": [{"text": line}]} for line in LINES[1:])]}),
    "next, contentful": props({"fields": {"title": TITLE, "body": {"nodeType": "document", "content": [{"nodeType": "paragraph", "content": [{"nodeType": "text", "value": line, "marks": []}]} for line in LINES]}}}),
    "next, prosemirror": props({"title": TITLE, "content": {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in LINES]}}),
    "next, editor.js": props({"title": TITLE, "body": {"blocks": [{"type": "paragraph", "data": {"text": line}} for line in LINES]}}),
    "next, gutenberg": props({"title": TITLE, "blocks": [{"name": "core/paragraph", "attributes": {"content": line}} for line in LINES]}),
    "next, elements as lists": props({"headline": TITLE, "body": ["div", ["p", {"class": "a"}, FIRST, ["a", {"href": "/b"}, LINK], REST], *(["p", line] for line in LINES[1:])]}),
    "next, json in json": props({"title": "x", "state": json.dumps({"story": {"title": TITLE, "body": PARAGRAPHS}, "pad": PADDING})}),
    "next, stream of data": stream("0:[null]\n7:" + STORY[:40], STORY[40:] + "\n"),
    "next, stream with a text of its own": stream(f"8:T{len(PARAGRAPHS):x},{PARAGRAPHS}", f'7:{{"title":{json.dumps(TITLE)},"body":"$8","pad":{json.dumps(PADDING)}}}\n'),
    "nuxt 3": flat({"data": 1}, {"article": 2}, ["Reactive", 3], {"title": 4, "body": 5}, TITLE, PARAGRAPHS),
    "nuxt 2": f"<script>window.__NUXT__=(function(a,b){{return {{data:[{{title:a,article:{{body:{json.dumps(PARAGRAPHS)},locked:b}}}}]}}}}({json.dumps(TITLE)},false));</script>",
    "fusion": f"<script>window.Fusion=window.Fusion||{{}};Fusion.arcSite='courier';Fusion.globalContent={json.dumps(ARC)};Fusion.globalContentConfig={{}};</script>",
    "arc in next": props(ARC),
    "redux": f"<script>window.__PRELOADED_STATE__ = {json.dumps({'story': {'headline': TITLE, 'body': PARAGRAPHS}, 'pad': PADDING})};</script>",
    "parsed, double quotes": f"<script>window.__INITIAL_STATE__ = JSON.parse({json.dumps(json.dumps({'story': {'title': TITLE, 'html': PARAGRAPHS}}))});</script>",
    "parsed, single quotes": "<script>window.__DATA__=JSON.parse('" + json.dumps({"story": {"title": TITLE, "html": PARAGRAPHS}}).replace("\\", "\\\\").replace("'", "\\'") + "');</script>",
    "apollo": f"<script>window.__APOLLO_STATE__={json.dumps({'Article:7': {'__typename': 'Article', 'title': TITLE, 'body': {'html': PARAGRAPHS}}, 'Article:8': {'title': 'Ferry', 'body': ''.join(OTHER)}})};</script>",
    "gatsby": f"<script>/*<![CDATA[*/window.pageData={json.dumps({'result': {'data': {'post': {'frontmatter': {'title': TITLE}, 'html': PARAGRAPHS}}}, 'pad': PADDING})};/*]]>*/</script>",
    "draft.js": props({"title": TITLE, "content": json.dumps({"blocks": [{"key": "a", "text": line, "type": "unstyled", "inlineStyleRanges": []} for line in LINES], "entityMap": {}})}),
    "lexical": props({"title": TITLE, "lexicalState": json.dumps({"root": {"type": "root", "children": [{"type": "paragraph", "children": [{"type": "text", "text": line}]} for line in LINES]}})}),
    "quill": props({"title": TITLE, "content": {"ops": [op for line in LINES for op in ({"insert": line}, {"attributes": {"align": "left"}, "insert": "\n"})]}}),
    "prismic": props({"title": [{"type": "heading1", "text": TITLE}], "body": [{"slice_type": "text", "primary": {"text": [{"type": "paragraph", "text": line, "spans": []} for line in LINES]}}]}),
    "plain text": props({"title": TITLE, "text": "\n\n".join(LINES)}),
    "escaped markup": props({"title": TITLE, "body": html.escape(PARAGRAPHS)}),
    "the headline in the page's head": props({"head": {"title": TITLE}, "content": {"html": PARAGRAPHS}}),
    "remix, turbo-stream": f"<script>window.__remixContext.streamController.enqueue({json.dumps(json.dumps([{'_1': 2}, 'loaderData', {'_3': 4}, 'story', {'_5': 6, '_7': 8}, 'title', TITLE, 'body', PARAGRAPHS]))});</script>",
    "astro": f"<astro-island props='{html.escape(json.dumps({'story': [0, {'title': [0, TITLE], 'body': [0, PARAGRAPHS]}]}))}'></astro-island>",
    "an attribute": f"<div data-props='{html.escape(json.dumps({'story': {'title': TITLE, 'body': PARAGRAPHS}}))}'></div>",
    "angular": data({"story": {"title": TITLE, "body": PARAGRAPHS}}, "app-state").replace('{"story": {"title": ', "{&q;story&q;: {&q;title&q;: "),
    "a string": f"<script>window.__STATE__={json.dumps(json.dumps({'story': {'title': TITLE, 'body': PARAGRAPHS}}))};</script>",
    "base64": f"<script>window.__STATE__=JSON.parse(atob('{base64.b64encode(json.dumps({'story': {'title': TITLE, 'body': PARAGRAPHS}}).encode()).decode()}'));</script>",
    "parsed, escapes of JavaScript": "<script>window.__INITIAL_STATE__=JSON.parse('" + json.dumps({"story": {"title": TITLE, "html": PARAGRAPHS}}, ensure_ascii=False).replace("\\", "\\\\").replace("'", "\\'").replace("<", "\\x3c").replace("/", "\\/") + "');</script>",
    "sveltekit": "<script>kit.start(app, element, {node_ids:[0,2],data:[null,{type:'data',data:{post:{title:" + json.dumps(TITLE) + ",draft:!1,body:" + json.dumps(PARAGRAPHS).replace("</", "\\u003c/") + "}},uses:{}}],form:null});</script>",
    "a literal in a call": f"<script>show(function(a,b){{return {{title:a,locked:b,body:`{PARAGRAPHS}`}}}}({json.dumps(TITLE)},!1));</script>",
    "base64 of the body": props({"title": TITLE, "body": base64.b64encode(PARAGRAPHS.encode()).decode()}),
    "base64 in an attribute": f"<div data-state='{base64.b64encode(json.dumps({'story': {'title': TITLE, 'body': PARAGRAPHS}}).encode()).decode()}'></div>",
    "base64 of markup in an attribute": f"<div data-text='{base64.b64encode(PARAGRAPHS.encode()).decode()}'></div>",
    "a frame's own document": f"<iframe srcdoc='{html.escape(PARAGRAPHS)}'></iframe>",
    "single quotes": f"<script>var story = {{'title': 'x', 'html': '{PARAGRAPHS}'}};</script>",
    "a template literal": f"<script>const html = `{PARAGRAPHS}`;</script>",
    "apollo, paragraphs apart": f"<script>window.__APOLLO_STATE__={json.dumps({'Story:1': {'headline': TITLE, 'paragraphs': [{'__ref': f'P:{n}'} for n in range(4)]}, **{f'P:{n}': {'text': line} for n, line in enumerate(LINES)}})};</script>",
    "a template": f"<template id=story><article>{PARAGRAPHS}</article></template>",
    "a script's template": f"<script type='text/template'><article>{PARAGRAPHS}</article></script>",
    "for those without scripts": f"<noscript><article>{PARAGRAPHS}</article></noscript>",
    "inertia": f"<script data-page type='application/json'>{json.dumps({'component': 'Story', 'props': {'story': {'title': TITLE, 'content': PARAGRAPHS}}})}</script>",
}  # fmt: skip


@pytest.mark.parametrize("name", STATES)
def test_a_body_in_the_state_of_scripts_is_read(name: str) -> None:
    found = document(STATES[name])
    assert found.text == TEXT
    assert [flag.text for flag in found.flags if flag.rule == "second_opinion"] == ["embedded"]


def test_tables_and_other_stories_in_a_state_are_kept() -> None:
    body = f"{PARAGRAPHS}<table><tr><th>Place</th><th>Votes</th></tr><tr><td>Ardlow</td><td>21</td></tr></table>"
    more = [
        {"title": "Dam bursts in the north of the county", "url": "/2026/11/19/dam"},
        {"title": "News", "url": "/news"},
    ]
    elsewhere = {"title": "A story of another paper of the town", "url": "https://other.example/2026/story"}
    found = document(data({"story": {"title": TITLE, "body": body}, "more": [*more, elsewhere]}))
    assert found.text == f"{TEXT}\n\nPlace | Votes\n\nArdlow | 21"
    assert [(each.url, each.title) for each in found.related] == [
        ("http://courier.example/2026/11/19/dam", "Dam bursts in the north of the county")
    ]


def nested(depth: int) -> str:
    return f'<script type="application/json">{"[" * depth}{json.dumps("x" * 600)}{"]" * depth}</script>'


NONE = {
    "another story's body": props({"title": "Ferry stays in port", "body": "".join(OTHER)}),
    "only others, related": props({"title": TITLE, "related": RELATED, "comments": [{"body": "".join(OTHER)}]}),
    "text of the interface": data({"title": TITLE, "text": {"consent": "we use cookies"}, "ids": ["a-b-c"] * 300}),
    "deep": nested(100_000),
    "long": data({"title": TITLE, "body": ["x" * 99] * 50_000}),
    "broken": data({"title": TITLE, "body": PARAGRAPHS})[:-300] + "</script>",
    "in circles": flat({"a": 0, "title": 1, "body": 2, "pad": 3}, TITLE, ["Ref", 2], "x" * 600),
    "many values": f"<script>{'f([1,2,3]);' * 50_000}</script>",
    "quotes without an end": "<script>JSON.parse('" + "a\\'" * 100_000 + "</script>",
}  # fmt: skip


@pytest.mark.parametrize("name", NONE)
def test_a_page_that_only_scripts_fill_is_dropped_with_that_reason(name: str) -> None:
    with pytest.raises(PageDropped) as dropped:
        document(NONE[name])
    assert dropped.value.reason == "script_only"


def test_a_story_that_the_page_shows_is_the_story() -> None:
    found = document(
        props({"title": TITLE, "body": "".join(OTHER)}), f"<h1>{TITLE}</h1><div id='root'>{PARAGRAPHS}</div>"
    )
    assert found.text == TEXT
    assert found.flags == ()


def test_markup_within_the_state_is_no_markup_of_the_story() -> None:
    hostile = f"<script>steal()</script><style>p {{}}</style><p onclick='x()'>{LINES[0]}</p><p>{LINES[1]}</p><img src=x onerror=y><p>{LINES[2]}</p>"
    assert document(props({"title": TITLE, "body": hostile})).text == "\n\n".join(LINES[:3])


@pytest.mark.parametrize(
    "state", [[{"_" + "9" * 5_000: 1}, "x"], [[[1], 2], [3], "Reactive", "x"], [{"_1": 2}, ["ShallowReactive", 0]]]
)
def test_a_state_that_makes_no_sense_leaves_the_page_its_story(state: Any) -> None:
    found = document(data(state, "__NUXT_DATA__"), root=f"<article><h1>{TITLE}</h1>{PARAGRAPHS}</article>")
    assert found.text == TEXT


STORY = {"title": TITLE, "body": "".join(PARAGRAPHS)}


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ({"author": "By Jane Doe / The Courier"}, ("Jane Doe",)),
        ({"authors": ["Jane Doe", "Max Roe"]}, ("Jane Doe", "Max Roe")),
        (
            {"authors": [{"name": "Jane Doe", "bio": {"name": "Reporter"}}, {"displayName": "Max Roe"}]},
            ("Jane Doe", "Max Roe"),
        ),
        ({"byline": [{"firstName": "Jane", "lastName": "Doe", "title": "Editor"}]}, ("Jane Doe",)),
        ({"credits": {"by": [{"_id": "janedoe", "type": "author", "name": "Jane Doe"}]}}, ("Jane Doe",)),
        ({"author": {"data": {"attributes": {"name": "Jane Doe"}}}}, ("Jane Doe",)),
        ({"credits": {"by": [{"name": "Jane Doe"}], "photos_by": [{"name": "Max Roe"}]}}, ("Jane Doe",)),
        ({"author": {"name": "jdoe", "displayName": "Jane Doe"}}, ("Jane Doe",)),
        ({"author": {"avatar": {"name": "Blue Shirt"}, "nodes": [{"fullname": "Jane Doe"}]}}, ("Jane Doe",)),
        ({"author": "jdoe"}, ()),
        ({"image": {"title": TITLE, "author": "Max Roe"}}, ()),
        ({"author": 17}, ()),
        ({"author": "Courier Staff"}, ()),
        ({"author": None, "photographer": "Max Roe"}, ()),
    ],
)
def test_who_wrote_a_story_in_a_state_stands_beside_its_headline(said: dict[str, Any], people: tuple[str, ...]) -> None:
    assert document(props(STORY | said)).authors == people


def test_authors_of_other_stories_and_of_stories_that_the_page_shows_are_not_read_from_a_state() -> None:
    other = {"title": "Ferry stays in port", "body": "".join(OTHER), "author": "Max Roe"}
    assert document(data({"article": STORY, "related": [other]})).authors == ()
    shown = f"<article><h1>{TITLE}</h1>{''.join(PARAGRAPHS)}</article>"
    assert document(props(STORY | {"author": "Jane Doe"}), shown).authors == ()
