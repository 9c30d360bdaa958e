"""`python -m pipelines` is `dateline`."""

from pipelines.cli import main

if __name__ == "__main__":
    main()
