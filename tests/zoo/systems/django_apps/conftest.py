"""Keeps pytest's search for doctests out of the projects: they are programs of other environments, which have Django."""

collect_ignore_glob = ["*project.py"]
