"""``export --batch FILE.toml``: many views by one template, made anew only where something has changed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lib.commands.command import complain, say
from lib.events.store import current
from lib.text import _, number

ALL_RIGHT, SOME_FAILED, UNUSABLE, BUSY = 0, 1, 2, 3
"""How the command ends: with all files there, without some, with a file that cannot be used, beside another run."""
QUIET: Final = frozenset({"kept"})
"""What is not worth a line."""


def run(path: Path, *, remove: bool) -> int:
    """Make what a batch file asks for, tell each file that was made, failed or is left over, and count them.

    Args:
        path: The batch file.
        remove: Whether files of earlier runs that nobody asks for any more are removed.

    Returns:
        One of the numbers above.
    """
    # Only here are the libraries needed that draw.
    from lib.exports.batch import plan, run  # noqa: PLC0415
    from lib.exports.batch.fields import PlanError  # noqa: PLC0415

    snapshot = current()
    if snapshot.kept:
        complain(str(snapshot.kept), 0)
    try:
        account = run.run(plan.read(path, snapshot), snapshot, _tell, remove=remove)
    except PlanError as error:
        return complain(str(error), UNUSABLE)
    except run.BusyError as error:
        return complain(str(error), BUSY)
    except OSError as error:
        words = _("{file} cannot be written: {why}")
        return complain(words.format(file=error.filename, why=error.strerror), UNUSABLE)
    for sentence in account.left_out:
        complain(sentence, 0)
    counts = {state: number(len(account.of(state))) for state in (run.MADE, run.KEPT, run.FAILED)}
    words = _("Made: {made}. Kept as they were: {kept}. Failed: {failed}.")
    say(words.format(made=counts[run.MADE], kept=counts[run.KEPT], failed=counts[run.FAILED]))
    return SOME_FAILED if account.of(run.FAILED) or account.left_out else ALL_RIGHT


def _tell(name: str, state: str, why: str) -> None:
    """Say what became of a file, where it is no longer what it was."""
    if state in QUIET:
        return
    words = {
        "made": _("Made: {file}"),
        "not asked for": _("No longer asked for: {file}; --remove removes it."),
        "removed": _("Removed: {file}"),
    }
    if state in words:
        say(words[state].format(file=name))
    else:
        complain(_("Failed: {file}: {why}").format(file=name, why=why), 0)
