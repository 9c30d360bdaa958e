"""The Gazette's static pages: about, contact, privacy policy."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from spiders.demo_web.papers.gazette_seo import Seo, head
from spiders.demo_web.papers.gazette_theme import STATIC, Place, frame, plain

FOUNDED = datetime(2019, 6, 3, 1, 30, 12, tzinfo=UTC)
PROSE = {
    "about": ("The Gazette is written by four people and read by most of Cobblewick and the villages on the ridge. It was a "
              "printed sheet of four pages until the press broke, and has been here ever since.",
              "We are at our desks from Monday to Friday. Anybody with a story to tell may come in; the kettle is always on and "
              "the stairs are steep. We do not take money for what we write, and we say so when a story is about a friend.",
              "Mistakes are put right on the page, with a line that says what was wrong. Letters are printed with a name."),
    "contact": ("Write to the editor at the old bank, two doors up from the bakery. Letters should be short and signed.",),
    "privacy-policy": ("We keep your name and your comment for as long as the comment stands, and your address for a month.",
                       "We do not sell what we know of our readers, who would find out within the hour. A cookie remembers that "
                       "you have closed the notice about cookies."),
}  # fmt: skip


def static_page(name: str, place: Place) -> str:
    """About us, contact, privacy policy."""
    number, title = list(STATIC).index(name) + 2, STATIC[name]
    seo = Seo(f"/{name}/", title, "WebPage", trail=(title,), published=FOUNDED, modified=FOUNDED + timedelta(days=400 * number),
              api=f"pages/{number}", shortlink=number)  # fmt: skip
    text = "\n".join(f"<p>{plain(line)}</p>" for line in PROSE[name])
    body = f"""<main id="primary" class="site-main">
<article id="post-{number}" class="post-{number} page type-page status-publish hentry">
<header class="entry-header"><h1 class="entry-title">{title}</h1></header>
<div class="entry-content">
{text}
</div>
</article>
</main>"""
    return frame(place, head(seo, place), f"page-template-default page page-id-{number}", body)
