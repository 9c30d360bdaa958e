"""The archive: WARC files of every byte we got, written durably by the crawl and read by everything after it."""
