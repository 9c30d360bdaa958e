"""Sources: the publications to crawl, one validated YAML file each, and the survey of a site that writes such a file."""
