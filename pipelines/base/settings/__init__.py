"""Settings files: YAML read into a model, each mistake named by file, line, value and remedy."""
