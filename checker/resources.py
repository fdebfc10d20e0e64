"""Where the project's own data lies: the grammar tables and the shipped rule pack."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml


def data_folder(name: str) -> Path:
    """The folder ``grammar`` or ``rules``: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


@cache
def table(name: str) -> Any:
    """One YAML table of the folder ``grammar``, by its path without the ending. Callers do not change it."""
    path = data_folder("grammar") / f"{name}.yaml"
    return yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
