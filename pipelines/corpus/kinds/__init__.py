"""Which works are no stories by all that is known of their pages and of their source."""
