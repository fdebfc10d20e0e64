"""What several tests share: the option --update, and the working tree as a git repository to install from."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import hypothesis
import pytest
import yaml

from checker import yaml_events

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write generated blocks and golden files anew")


@pytest.fixture(scope="session")
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """Variables for commands that must not see this checkout, these tests' packages or the user's git settings."""
    dropped = ("GIT_", "PYTEST_", "PYTHON", "VIRTUAL_ENV", "PRE_COMMIT", "GOUJI_")
    kept = {name: text for name, text in os.environ.items() if not name.startswith(dropped)}
    someone = {"NAME": "tests", "EMAIL": "tests@example.invalid"}
    return {
        **kept,
        **{f"GIT_{role}_{part}": text for role in ("AUTHOR", "COMMITTER") for part, text in someone.items()},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        # python3 is the Python that runs the tests
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    }


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """A repository whose one commit is the working tree: files not committed yet too, ignored ones not."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    target = tmp_path_factory.mktemp("repository")
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)
    for command in (["init", "-q"], ["add", "--force", "."], ["commit", "-q", "-m", "working tree"]):
        subprocess.run(["git", *command], cwd=target, env=environment, check=True)
    return target


# the same cases every time, so that a change is judged and not its luck; GOUJI_EXAMPLES=n looks for new ones
hypothesis.settings.register_profile("fixed", derandomize="GOUJI_EXAMPLES" not in os.environ, deadline=None)
hypothesis.settings.load_profile("fixed")


@pytest.fixture(params=["C", "Python"])
def either_loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same answers are wanted whether PyYAML was built with libyaml or not."""
    loader = yaml.SafeLoader if request.param == "Python" else getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    monkeypatch.setattr(yaml_events, "_LOADER", loader)
