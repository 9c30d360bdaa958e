"""Which stories each paper carries, when it published them, and whom it had them from."""
