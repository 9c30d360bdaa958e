"""The fingerprint of a step's rules: a digest of the code, data and libraries that can change the rows it makes."""

from pipelines.night.fingerprint.rules import rules_digest

__all__ = ["rules_digest"]
