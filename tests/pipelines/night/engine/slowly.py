"""A function for workers of a cluster that takes a while, so that the cluster can fail amid it."""

import time


def slowly(number: int) -> int:
    """The number, half a second later."""
    time.sleep(0.5)
    return number
