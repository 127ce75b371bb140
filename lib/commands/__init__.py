"""The commands of ``python -m lib``, one a module: ``declare`` its arguments, ``run`` it, both in its ``COMMAND``."""
