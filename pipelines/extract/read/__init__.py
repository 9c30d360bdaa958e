"""One page in, one document out."""
