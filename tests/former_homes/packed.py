"""The packed homes of former releases."""

import tarfile
from pathlib import Path

from pipelines.lake.home import Home


def packed(release: str) -> Path:
    """The archive of a release's home."""
    return Path(__file__).with_name(f"{release}.tar.xz")


def unpacked(release: str, folder: Path) -> Home:
    """A copy of a release's home in a folder."""
    with tarfile.open(packed(release)) as archive:
        archive.extractall(folder, filter="data")
    return Home.at(folder / "home")
