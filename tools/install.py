"""Installs what a lock file names, says how far it is, and leaves out what no reader of the map runs.

    python -m tools.install requirements.lock

Libraries bring their own tests along, an eighth of all that is installed; they are removed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryFile

TESTED = ("matplotlib", "numpy", "pandas", "pyarrow", "scipy", "shapely", "geopandas", "fontTools")
"""Packages whose tests are removed."""
_PINNED = re.compile(r"^[A-Za-z0-9][\w.-]*==", re.MULTILINE)
_COLLECTED = re.compile(r"^(?:Collecting|Requirement already satisfied:) (\S+)")


def pinned(lock: str) -> int:
    """Count the distributions that the text of a lock file names."""
    return len(_PINNED.findall(lock))


def told(lines: Iterable[str], total: int, tell: Callable[[str], object]) -> None:
    """Tell how many of ``total`` distributions are there, as pip's lines come."""
    n = 0
    for line in lines:
        if found := _COLLECTED.match(line):
            n += 1
            tell(f"  {min(n, total)} of {total}: {found.group(1).partition('==')[0]}")
        elif line.startswith("Installing collected packages"):
            tell("  unpacking ...")


def remove_tests(packages: Path) -> int:
    """Remove the tests of libraries under a folder of packages; return the bytes that they took."""
    freed = 0
    for name in TESTED:
        for folder in sorted((packages / name).rglob("tests"), reverse=True):
            if folder.is_dir():
                freed += sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
                shutil.rmtree(folder)
    return freed


def main(lock: Path) -> int:
    """Install; return pip's exit status."""
    command = [
        *(sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"),
        *("--require-hashes", "--requirement", str(lock)),
    ]
    total = pinned(lock.read_text(encoding="utf-8"))
    with TemporaryFile("w+", encoding="utf-8") as complaints:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints, text=True) as pip:  # noqa: S603  pip
            assert pip.stdout is not None
            told(pip.stdout, total, _tell)
        sys.stdout.write("\n" if sys.stdout.isatty() else "")
        if pip.returncode:
            complaints.seek(0)
            sys.stderr.write(complaints.read())
        else:
            remove_tests(Path(sysconfig.get_paths()["purelib"]))
    return pip.returncode


def _tell(words: str) -> None:
    """Write over the line before on a terminal; elsewhere a line for every tenth alone."""
    if sys.stdout.isatty():
        sys.stdout.write(f"\r{words:<60}")
    elif re.match(r"  (\d*0 of|unpacking)", words):
        sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
