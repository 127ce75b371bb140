"""Many views by one template, into a folder and one file with an index: what ``export --batch`` reads and makes.

:mod:`lib.exports.batch.plan` reads the file, :mod:`lib.exports.batch.axes` multiplies its views,
:mod:`lib.exports.batch.made` keeps account of what lies in the folder, and :mod:`lib.exports.batch.run` makes what is
missing or has changed.
"""
