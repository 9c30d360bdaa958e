"""What each page says, as data: the same for people (a template) and for programs (JSON)."""
