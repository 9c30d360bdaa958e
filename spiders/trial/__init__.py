"""`dateline try`: one page without a corpus: fetched as in a crawl, extracted, dated, with its links and rights."""
