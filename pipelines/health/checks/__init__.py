"""The checks of a source's night, one module for each subject. `pipelines.health.verdict` has their order."""
