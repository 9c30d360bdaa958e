"""Lines that sign in words."""

from pipelines.extract.people.signed_lines import anywhere, under_headline
from pipelines.page.page import Page


def lines(body: str) -> tuple[list[str], list[str]]:
    page = Page("http://www.paper.example/x", f"<title>Bridge mended</title>{body}".encode())
    return list(under_headline(page)), list(anywhere(page))


def test_a_line_ends_where_it_breaks_and_where_it_is_dated() -> None:
    head = "<h1>Bridge mended</h1>"
    assert lines(f"{head}<p>Von <b>Jane Doe</b> und <b>John Roe</b><br>Kakuma</p>")[0] == ["Von Jane Doe und John Roe"]
    assert lines(f"{head}<p>By<br>Jane Doe<br>Town</p>")[0] == ["By Jane Doe"]
    assert lines(f"{head}<p>von Jane Doe am 29. Mai 2017</p>")[0] == ["von Jane Doe"]
    assert lines(f"{head}<p>By JANE DOE<br>Associated Press</p>")[0] == ["By JANE DOE, Associated Press"]
    assert lines(f"{head}<div><b>Datum:</b> heute<br><b>Autor:</b> Jane Doe/Echo</div>")[0] == ["Autor: Jane Doe/Echo"]
    assert lines(f"{head}<p>By Paul Simon, Jane Doe</p>")[0] == ["By Paul Simon, Jane Doe"]
    assert lines(f"{head}<p><span>By</span> <a>Jane Doe</a> 3 May 2025</p>")[0] == ["By Jane Doe"]


def test_the_headlines_own_by_line_silences_all_others() -> None:
    other = "<p>By Max Other</p>"
    assert lines(f"<h2>Bridge mended</h2>{other}") == ([], ["By Max Other"])
    assert lines(f"<h1>Bridge mended</h1><p>By Sponsored by Works</p>{other}")[1] == []


def test_of_a_line_without_end_no_more_is_read_than_can_be_a_line() -> None:
    assert lines(f"<h1>Bridge mended</h1><div>By{'<br>' * 20_000}</div>") == ([], [])
    assert lines(f"<h1>Bridge mended</h1><div>By {'and more ' * 20_000}</div>") == ([], [])
