"""Text below a page: encodings, languages, folding, and what arrives in the place of HTML."""
