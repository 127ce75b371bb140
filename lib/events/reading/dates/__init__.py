"""Dates as people and spreadsheets write them, as days.

Only what has one meaning is read. What has two is asked: day or month first, a spreadsheet that exchanged them, another
calendar, a time in UTC that is of another day where it happened.
"""

from __future__ import annotations

from lib.events.reading.dates.columns import Dates, is_month

__all__ = ["Dates", "is_month"]
