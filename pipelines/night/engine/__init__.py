"""Engines run the functions of a step, on this machine or on the nodes of a cluster."""

from pipelines.night.engine.choice import NAMES, opened
from pipelines.night.engine.engine import LOCAL, Engine, engine_for

__all__ = ["LOCAL", "NAMES", "Engine", "engine_for", "opened"]
