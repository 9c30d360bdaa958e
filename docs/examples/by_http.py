"""Ask a running `dateline browse`, with nothing but Python: `python by_http.py bridge`."""

import json
import os
import sys
from urllib.parse import urlencode
from urllib.request import urlopen

BASE = os.environ.get("DATELINE_BROWSE", "http://127.0.0.1:3001")


def get(path, **query):
    with urlopen(f"{BASE}{path}?{urlencode({**query, 'format': 'json'})}") as answer:
        return json.load(answer)


for hit in get("/search", q=" ".join(sys.argv[1:]), limit=5)["hits"]:
    print(hit["title"], "|", get(f"/article/{hit['article_id']}/date")["date"])
