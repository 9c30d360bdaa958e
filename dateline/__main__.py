"""`python -m dateline` is `dateline`; the current directory, which Python puts first on the path for it, is taken off."""

import sys

if __name__ == "__main__":
    if not sys.flags.safe_path:
        del sys.path[0]
    from pipelines.cli import main

    main()
