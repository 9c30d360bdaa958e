"""Landing: a response is archived, judged and read for links. After the crawl, the rows of the night are written."""
