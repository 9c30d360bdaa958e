"""Words: what languages, agencies and class names say, as data, and the patterns made of them."""
