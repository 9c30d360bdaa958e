"""Full-text search over the articles: a tantivy index, incremental and rebuildable from the lake.

folding, tokens, stems, forms   what a word of a text is to the index, by language
fields, bounds                  what the index holds of an article
step, folder                    bringing it up to date
grammar, conditions, matching   what a query says, and which documents it asks for
searcher, passage, listing      finding, and showing what was found
"""
