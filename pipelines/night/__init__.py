"""The books of a night: its steps and which are done, the digests of their rules, locks, held-back sources, places of works."""
