"""`python -m dateline` is `dateline`."""

from pipelines.__main__ import main

if __name__ == "__main__":
    main()
