"""The values of extraction: a document, and the layout of a source."""
