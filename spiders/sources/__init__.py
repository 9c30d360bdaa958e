"""Sources: the publications we crawl, one validated YAML file each; and how a site is asked what to write into one."""
