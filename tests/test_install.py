"""Installed, as a wheel and editable, gouji finds its grammar and rules and works anywhere."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from checker import __version__

pytestmark = pytest.mark.installs
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(repository: Path, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the source distribution, so that this is tried as well."""
    target = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "-o", target, repository], env=environment, check=True)
    (built,) = target.glob("*.whl")
    return built


def commands_of(folder: Path, environment: dict[str, str], *installed: str) -> Path:
    """The programs of a new environment with something installed into it."""
    subprocess.run([sys.executable, "-m", "venv", folder], env=environment, check=True)
    subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "-q", *installed], env=environment, check=True)
    return folder / "bin"


@pytest.fixture(scope="module", params=["wheel", "editable"])
def program(
    request: pytest.FixtureRequest, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The command gouji of a new environment."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "wheel":
        installed = [str(request.getfixturevalue("wheel"))]
    else:
        # a copy: an editable install writes beside the sources
        copy = shutil.copytree(request.getfixturevalue("repository"), folder / "sources")
        installed = ["-e", str(copy)]
    return commands_of(folder / "venv", environment, *installed) / "gouji"


def test_the_wheel_holds_the_package_the_grammar_and_the_rules_and_nothing_else(wheel: Path, repository: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    package = {path.relative_to(repository).as_posix() for path in (repository / "checker").rglob("*")}
    data = {f"checker/{path.relative_to(repository).as_posix()}"
            for folder in ("grammar", "rules") for path in (repository / folder).rglob("*")}  # fmt: skip
    wanted = {name for name in package | data if name.endswith((".py", ".json", ".lark", ".yaml"))}
    assert held == wanted


def test_an_installed_gouji_works_away_from_its_sources(
    program: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    shutil.copy(ROOT / "examples" / "hengdong-2021" / "report.json", tmp_path / "决算.json")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [program, *arguments], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8"
        )

    assert run("--version").stdout == f"gouji, version {__version__}\n"
    checked = run("check", "决算.json")
    assert checked.returncode == 1, checked.stderr
    assert "JG-003" in checked.stdout
    assert "决算.json:351:118" in checked.stdout
    listed = run("rules", "list")
    assert listed.returncode == 0, listed.stderr
    told = [line.split() for line in listed.stdout.splitlines() if line.startswith("JBZC-001")]
    assert told == [["JBZC-001", "错误", "人员经费加公用经费等于基本支出"]]
    assert run("rules", "test").returncode == 0
    schema = run("schema", "report")
    assert schema.returncode == 0, schema.stderr
    assert '"gouji/report-1"' in schema.stdout
    assert run("schema", "rules").returncode == 0
    refused = run("check", "没有.json")
    assert refused.returncode == 2
    assert "没有.json" in refused.stderr
    assert "Traceback" not in refused.stderr
