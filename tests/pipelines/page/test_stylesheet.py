"""What style sheets hide and show: selectors, the cascade, groups of rules."""

import pytest
from lxml import html

from pipelines.page.css.hiding import hidden_reason, hiding
from pipelines.page.css.rules import parsed, rules, stands
from pipelines.page.markup_events import markup_events

LINE = "A paragraph of a story is longer than the labels of a menu, and so is this one."
TREE = html.fromstring('<div class="a"><section class="b"><div class="a"><p class="c">x</p></div></section></div>')


@pytest.mark.parametrize(
    ("selector", "meant"),
    [
        (".c", True), ("p.c", True), ("div .c", True), (".a > .c", True), (".b > .c", False), (".b .c", True), (".a .b .c", True),
        (".a .a .c", True), (".a .a .a .c", False), (".b > .a .c", True), (".a > .b > .a > .c", True), (".a > .b .a > .c", True),
        (".b .b .c", False), ("#x .c", False), (".a > .a .c", False),
    ],
)  # fmt: skip
def test_a_selector_means_what_stands_in_the_elements_it_names(selector: str, meant: bool) -> None:
    assert stands(parsed(selector), TREE.find(".//p")) is meant


@pytest.mark.parametrize(
    ("css", "hidden"),
    [
        (".x{display:none}", True),
        (".x{display:none} .x{display:block}", False),
        (".x{display:block} .x{display:none}", True),
        (".x.y{display:block} .x{display:none}", False),  # more specific
        ("#i{display:block} .x.y{display:none}", False),
        (".x{display:none !important} .x.y{display:block}", True),
        (".x{display:none} .x{color:red; margin:0}", True),  # says nothing of it
        (".x{display:none} @media (min-width:768px){.x{display:block}}", False),
        (".x{display:block} @media (min-width:768px){.x{display:none}}", False),  # shown on telephones
        ("@media screen and (min-width:1px){.x{display:none}}", True),
        ("@media print{.x{display:none}}", False),
        ("@supports (display:grid){.x{display:none}}", True),
        ("@supports not (display:grid){.x{display:none}}", False),
        ("@layer a{.x{display:none}}", True),
        (".box{ & .x{display:none} }", True),
        (".box{ .x{display:none} }", True),
        (".x{ color:red; .z{color:blue} display:none }", True),
        ("<!-- .x{display:none} -->", True),
        (".x{opacity:0;animation:in 1s forwards}", False),
        (".x{height:0;overflow:hidden} .x.y{height:auto}", False),
    ],
)
def test_the_strongest_rule_hides_or_shows(css: str, hidden: bool) -> None:
    tree = html.document_fromstring(f'<style>{css}</style><div class="box"><p id="i" class="x y">{LINE}</p></div>')
    paragraph = tree.find(".//p")
    assert (hidden_reason(paragraph, dict(paragraph.items()), hiding(tree, markup_events(tree))) is not None) is hidden


@pytest.mark.parametrize("style", ["display:block", "DISPLAY : Block"])
def test_an_elements_own_style_shows_it(style: str) -> None:
    tree = html.document_fromstring(f'<style>.x{{display:none}}</style><p class="x" style="{style}">{LINE}</p>')
    paragraph = tree.find(".//p")
    assert hidden_reason(paragraph, dict(paragraph.items()), hiding(tree, markup_events(tree))) is None


@pytest.mark.parametrize(("element", "hidden"), [("<p class=x>Next</p>", True), ("<h2 class=x>Next</h2>", False)])
def test_whether_short_text_shows_after_all_is_not_asked(element: str, hidden: bool) -> None:
    tree = html.document_fromstring(f"<style>.x{{display:none}} .x{{display:block}}</style>{element}")
    found = tree.find("body")[0]
    assert (hidden_reason(found, dict(found.items()), hiding(tree, markup_events(tree))) is not None) is hidden


def test_nothing_multiplies_in_nested_rules() -> None:
    css = ("&" * 200 + "{") * 1000 + "a,b,c,d{" * 1000 + "{" * 10_000 + "display:none" + "}" * 10_000
    assert len(list(rules(css, lambda block: True))) < 1000
