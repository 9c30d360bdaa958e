"""Words of texts in any script: tokens, folded spellings and stems, as search and events compare them."""
