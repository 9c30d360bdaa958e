"""Events: works that report the same event in their own words, in any language, in any order of nights."""
