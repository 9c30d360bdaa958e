"""The lake: the Delta tables of `pipelines.schemas`, how they are written, and how their rows are laid out in files."""

from pipelines.lake.delta_log import LakeFile
from pipelines.lake.grouping import joined, month_of
from pipelines.lake.lake import Lake
from pipelines.lake.parquet import shaped

__all__ = ["Lake", "LakeFile", "joined", "month_of", "shaped"]
