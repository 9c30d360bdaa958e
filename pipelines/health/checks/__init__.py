"""What a source's night is examined for, a module a subject; which come first: `pipelines.health.verdict`."""
