"""How each source did on a night, against its own earlier nights; what would poison the corpus is held back."""
