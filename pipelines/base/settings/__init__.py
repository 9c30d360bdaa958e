"""Settings files: YAML read into a model; each mistake is reported with file, line, value and remedy."""
