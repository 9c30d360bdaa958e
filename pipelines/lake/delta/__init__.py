"""The lake: writes the Delta tables of `pipelines.lake.schemas` and decides how their rows are distributed over files."""

from pipelines.lake.delta.apart import of_works
from pipelines.lake.delta.delta_log import LakeFile
from pipelines.lake.delta.grouping import joined, month_of
from pipelines.lake.delta.lake import Lake
from pipelines.lake.delta.parquet import shaped

__all__ = ["Lake", "LakeFile", "joined", "month_of", "of_works", "shaped"]
