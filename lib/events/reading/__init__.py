"""The front end of every file: from its bytes to cells of text by column, with the row each record has in the file.

``files.read_file`` takes any file a user brings, told apart by ``sniff``; ``multiple`` opens those of several tables,
``layout`` finds names and records in a sheet. ``delimited.open_delimited`` takes delimited text, also for the event
table that ships with the map and for a list of points; ``text.tidy`` is what both end in. What a cell means is decided
later: :mod:`lib.events.rows`, :mod:`lib.events.importers`.
"""
