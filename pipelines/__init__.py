"""The corpus side of Dateline: archived pages in; tables, SQL, search and exports out. No Scrapy, no Dagster."""
