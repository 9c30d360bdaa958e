"""Full-text search over the articles: a tantivy index, incremental and rebuildable from the lake."""
