"""The Scrapy crawler of one source and night: its settings, spider, scheduler and heartbeat."""
