"""A batch as it is made: what is missing or has changed, one file after another, and an account of how that went."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from lib.config import file_lock
from lib.events import publishing
from lib.events.query import Query
from lib.events.store import Snapshot, published
from lib.exports.batch.made import Folder, key_of, write_json
from lib.exports.batch.pdf_book import Entry, pdf_book
from lib.exports.batch.plan import Item, Plan, speaking
from lib.exports.geodata.files import write
from lib.exports.render import CLIENT_ERRORS, SERVER_ERRORS, render
from lib.exports.slides import deck, slide_of
from lib.exports.views import View, views_of
from lib.geography import basemap
from lib.text import _
from lib.text.provenance import disclaimer, provenance

logger = logging.getLogger(__name__)

LOCK: Final = ".lock"
REPORT: Final = "report.json"
"""How the last run went, in the folder."""
KEPT_BACK: Final = frozenset({"manifest.json", REPORT, LOCK})
"""Names in the folder that no view may have."""
MADE, KEPT, FAILED, LEFT, REMOVED = "made", "kept", "failed", "not asked for", "removed"


class BusyError(Exception):
    """Another run is at work in the folder; the message says so."""


@dataclass
class Account:
    """How a run went: what no file was made of, each file by what became of it, and why it failed."""

    data_version: str
    left_out: tuple[str, ...] = ()
    files: dict[str, str] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)

    def of(self, state: str) -> list[str]:
        """Return the files of which this became."""
        return [name for name, became in self.files.items() if became == state]

    def json(self) -> dict[str, Any]:
        """Return it as plain values: the files by what became of them, and of those that failed why."""
        listed: dict[str, Any] = {state: self.of(state) for state in (MADE, KEPT, LEFT, REMOVED)}
        failed = [{"file": name, "why": self.why[name]} for name in self.of(FAILED)]
        return {"data_version": self.data_version, **listed, FAILED: failed, "left out": list(self.left_out)}


Tell = Callable[[str, str, str], None]
"""Is told of each file as it is done: its name, what became of it, and why it failed."""


def run(plan: Plan, snapshot: Snapshot, tell: Tell, *, remove: bool = False) -> Account:
    """Make what a plan asks for and its folder does not hold as it would be made now.

    A file that cannot be made stops no other, and what was there of its name stays. What the folder holds of earlier
    runs and nobody asks for is told.

    Args:
        plan: What is asked for.
        snapshot: The event table and its version.
        tell: Is told of each file.
        remove: Whether what nobody asks for any more is removed.

    Raises:
        BusyError: Another run is at work there.
        OSError: The folder or its account cannot be written.
    """
    plan.folder.mkdir(parents=True, exist_ok=True)
    lock = file_lock.hold(plan.folder / LOCK)
    if lock is None:
        raise BusyError(_("Another run is at work in {folder}; this one has done nothing.").format(folder=plan.folder))
    with lock:
        work = _Run(plan, snapshot, Folder(plan.folder), tell)
        for item in plan.items:
            work.one(item)
        if plan.book:
            work.book()
        work.rest(remove=remove)
        write_json(plan.folder / REPORT, work.account.json())
        return work.account


class _Run:
    """The state of a run."""

    def __init__(self, plan: Plan, snapshot: Snapshot, folder: Folder, tell: Tell) -> None:
        self.plan, self.snapshot, self.folder, self.tell = plan, snapshot, folder, tell
        self.account = Account(snapshot.version, tuple(each.why for each in plan.left_out))

    def one(self, item: Item) -> None:
        """Make a file, or keep it."""
        snapshot = self._for(item.query)
        key = key_of(snapshot, item)
        if self.folder.holds(item.name, key):
            self._became(item.name, KEPT)
            return

        def made() -> tuple[bytes, str]:
            with speaking(item.query.lang):
                if item.layer is not None:
                    return write(snapshot, item.layer, item.link, item.name), ""
                title = views_of(snapshot.events, item.query, item.order, item.format, item.link)[0].title
            return render(snapshot, item.query, item.order, item.format, item.link), title

        self._tried(item.name, key, made)

    def _for(self, query: Query) -> Snapshot:
        """Return the data that a view may show: as they are, or coarsened where it asks for that."""
        publishing.ask(wanted=query.safe)
        return published(self.snapshot)

    def book(self) -> None:
        """Bind all files into one, if any of them or their order has changed; what failed is named in its index."""
        failed = frozenset(self.account.of(FAILED))
        held = [(item.name, self.folder.files.get(item.name), item.words) for item in self.plan.items]
        parts = [(name, made.key, made.title, words) for name, made, words in held if made and name not in failed]
        without = [each.area for each in self.plan.left_out]
        asked = (parts, sorted(failed), without, self.plan.book_title, self.plan.lang, self.plan.book)
        key = hashlib.sha256(repr(asked).encode()).hexdigest()
        if self.folder.holds(self.plan.book, key):
            self._became(self.plan.book, KEPT)
        else:
            self._tried(self.plan.book, key, lambda: (self._bound(failed), self.plan.book_title))

    def _bound(self, failed: frozenset[str]) -> bytes:
        with speaking(self.plan.lang):
            title = self.plan.book_title or _("Contents")
            without = [each.area for each in self.plan.left_out]
            if self.plan.book.endswith(".pptx"):
                there = [item for item in self.plan.items if item.name not in failed]
                views = [self._view(item) for item in there]
                missing = [item.words for item in self.plan.items if item.name in failed] + without
                return self._slides(views, title, [item.words for item in there], missing)
            entries = []
            for item in self.plan.items:
                made = self.folder.files.get(item.name)
                body = None if item.name in failed else self.folder.content(item.name)
                entries.append(Entry(item.words, made.title if made and body else "", body, item.query.lang))
            return pdf_book(entries + [Entry(area, "", None, self.plan.lang) for area in without], title)

    def _view(self, item: Item) -> View:
        with speaking(item.query.lang):
            return views_of(self._for(item.query).events, item.query, replace(item.order, pages=""), "pptx", item.link)[
                0
            ]

    def _slides(self, views: list[View], title: str, names: list[str], missing: list[str]) -> bytes:
        made = []
        for view in views:
            with speaking(view.query.lang):
                made.append(slide_of(self._for(view.query), view))
        last = max((view.query.end for view in views), default=self.plan.items[0].query.end)
        foot = f"{disclaimer()} {provenance(self.snapshot.version, last, basemap.attribution())}"
        slides, explained = [slide for slide, _legend in made], [legend for _slide, legend in made]
        return deck(slides, explained, foot, title, names=names, missing=missing)

    def rest(self, *, remove: bool) -> None:
        """Tell which files of earlier runs nobody asks for, and remove them if that is wished."""
        for name in [name for name in self.folder.files if name not in self.account.files]:
            if not remove:
                self._became(name, LEFT)
                continue
            try:
                self.folder.remove(name)
            except OSError as error:
                self._became(name, FAILED, error.strerror or str(error))
            else:
                self._became(name, REMOVED)

    def _tried(self, name: str, key: str, make: Callable[[], tuple[bytes, str]]) -> None:
        try:
            body, title = make()
            self.folder.put(name, body, key, title)
        except (*CLIENT_ERRORS, *SERVER_ERRORS) as error:
            self._became(name, FAILED, str(error))
        except OSError as error:
            self._became(name, FAILED, _("{file} cannot be written: {why}").format(file=name, why=error.strerror))
        except Exception:
            # Those after it are wanted all the same.
            logger.exception("%s could not be made", name)
            self._became(name, FAILED, _("It could not be made; the log says why."))
        else:
            self._became(name, MADE)

    def _became(self, name: str, state: str, why: str = "") -> None:
        self.account.files[name] = state
        if why:
            self.account.why[name] = why
        self.tell(name, state, why)
