"""The dates of works, from all their evidence on all nights."""
