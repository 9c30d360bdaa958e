"""What assets are given at run time: the home of the corpus."""

from dagster import ConfigurableResource

from pipelines.home import Home


class Corpus(ConfigurableResource[Home]):
    """The corpus in the folder `root`."""

    root: str

    @property
    def home(self) -> Home:
        """The home at `root`."""
        return Home.at(self.root)
