"""Settings of the whole suite."""

import signal

from hypothesis import settings

settings.register_profile("dateline", deadline=None)  # a loaded machine is slow, not wrong
settings.load_profile("dateline")
signal.signal(
    signal.SIGINT, signal.default_int_handler
)  # a shell starts what it sends to the background with Ctrl-C ignored
