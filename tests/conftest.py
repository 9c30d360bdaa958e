"""Settings of the whole suite."""

from hypothesis import settings

settings.register_profile("dateline", deadline=None)  # a loaded machine is slow, not wrong
settings.load_profile("dateline")
