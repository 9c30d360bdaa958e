"""Chromium without a network: its process, the pipes to it, and one page in it."""
