"""`dateline try`: what would become of one page, without a corpus: fetched as a crawl does, extracted, dated, its links told."""
