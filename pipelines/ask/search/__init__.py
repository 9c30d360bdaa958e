"""Full-text search over the articles: a tantivy index, updated incrementally and rebuildable from the lake.

- folding, tokens, stems, forms: from a word of a text to the terms of the index, by language.
- fields, bounds: the fields of an article in the index.
- step, folder: updating the index.
- grammar, conditions, matching: from the text of a query to the documents that it matches.
- searcher, passage, listing: finding articles and displaying them.
"""
