"""Reports: what a night brought, as a table and plots for people."""
