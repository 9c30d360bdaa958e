"""Pages of the Ardlow Argus, a paper whose markup tells nothing."""

import json

TOPICS = ("bridge", "ferry", "school", "harbour", "market", "church", "mill")
WRITERS = ("Ann Lee", "Bo Rask", "Cy Doyle", "Dee Moreau", "Ed Okoye", "Fay Lund", "Gil Haas")


def prose(topic: str) -> str:
    return (
        f"<p>The council talked about the {topic} on Monday, and the talk about that {topic} went on late into the night.</p>"
        f"<p>Nobody knows yet what the new {topic} will cost, but everybody agrees that the {topic} has to be mended.</p>"
    )


def page(number: int, *, declared: bool = True, body: str | None = None, beside: str = "") -> bytes:
    """A page of a paper that shows headline, writer and day where no rule would look for them."""
    topic, writer = TOPICS[number % 7], WRITERS[number % 7]
    title, day = f"What will become of the {topic} in Ardlow", number + 3
    data = {
        "@type": "NewsArticle",
        "headline": title,
        "author": {"@type": "Person", "name": writer},
        "datePublished": f"2025-11-{day:02}",
    }
    head = f'<meta property="og:title" content="{title}"><script type="application/ld+json">{json.dumps(data)}</script>'
    return f"""<html lang=en><head><title>Ardlow Argus</title>{head if declared else ""}</head><body>
        <div class=top><b>Ardlow Argus</b></div><div class=zz1><div class=hed>{title}</div></div>{beside}
        <div class=copy>{body or prose(topic)}</div>
        <div class=end><div class=foot-a>{writer}</div><div class=foot-b>{day} November 2025</div>
        <div class=foot-c>20 November 2025</div></div></body></html>""".encode()
