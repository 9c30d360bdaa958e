"""What a page says, and why it has its date. `python one_page.py page.html https://paper.example/story`."""

import sys
from pathlib import Path

from dateline import extract

file, url = sys.argv[1:]
page = extract(Path(file).read_bytes(), url=url)
print(page.title)
print("by", ", ".join(page.authors) or "nobody named")
print(page.explain())
