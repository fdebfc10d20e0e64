"""The libraries that reading documents needs, asked for only when a document needs one."""

import importlib
from types import ModuleType

PACKAGES = {
    "docx": "python-docx",
    "lxml.etree": "lxml",
    "lxml.html": "lxml",
    "charset_normalizer": "charset-normalizer",
    "python_calamine": "python-calamine",
    "pdfplumber": "pdfplumber",
    "xlrd": "xlrd",
}
"""The distribution each module comes with."""


class LibraryMissing(Exception):
    """A library of the extra ``import`` is not installed; ``package``: its distribution."""

    def __init__(self, package: str) -> None:
        super().__init__(package)
        self.package = package


def needed(module: str) -> ModuleType:
    """A module of an optional library; raises LibraryMissing where it is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError:
        raise LibraryMissing(PACKAGES[module]) from None
