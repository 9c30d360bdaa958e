"""Reads a page as it is imported: the process that workers are forked from has loaded all that pages need."""

from pipelines.extract.run.task import FIRST, run_page

run_page(FIRST)
