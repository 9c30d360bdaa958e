"""Splits of a dataset: which rows are in which, where its files lie, how many rows they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def split_masks(rows: pa.Table, splits: Mapping[str, float]) -> dict[str, pa.Array]:
    """For each split, which rows are in it: decided by a hash of the cluster id, so that copies never part.

    The same cluster goes to the same split whatever else the corpus holds.
    """
    points = [_point(cluster) for cluster in rows["cluster_id"].to_pylist()]
    masks, low = {}, 0.0
    for position, (name, share) in enumerate(splits.items()):
        high = 1.0 if position == len(splits) - 1 else low + share
        masks[name] = pa.array([low <= point < high for point in points], pa.bool_())
        low = high
    return masks


def split_file(name: str) -> str:
    """The file of a split within its dataset, named as `datasets.load_dataset` looks for it.

    https://huggingface.co/docs/hub/datasets-file-names-and-splits

    >>> split_file("train")
    'data/train-00000-of-00001.parquet'
    """
    return f"data/{name}-00000-of-00001.parquet"


def split_rows(folder: Path) -> dict[str, int]:
    """Rows of each split of the dataset in `folder`, read from its Parquet footers."""
    return {
        path.name.partition("-")[0]: pq.read_metadata(path).num_rows for path in sorted(folder.glob(split_file("*")))
    }


def _point(cluster: str) -> float:
    return int.from_bytes(hashlib.sha256(cluster.encode()).digest()[:6], "big") / 2**48
