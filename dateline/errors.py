"""The exceptions of Dateline. Each text is one line that names the mistake and its remedy.

DatelineError            a fault that a user can correct
├── ConfigError          a settings file is wrong: file, line, field, value and remedy
├── InputError           a file or an argument is wrong or missing
├── EnvironmentFault     a fault of the machine: a full disk, a missing permission, a library that is not installed
└── CorpusError          the corpus is damaged
PageDropped              a page that has no document, with `reason` and `detail`
"""

from pipelines.base.errors import (
    ConfigError,
    CorpusError,
    DatelineError,
    EnvironmentFault,
    InputError,
    PageDropped,
)

__all__ = ["ConfigError", "CorpusError", "DatelineError", "EnvironmentFault", "InputError", "PageDropped"]
