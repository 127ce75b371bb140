"""What is installed as ``idlib_map``: the build lays the one module here into the package, as its ``__init__``."""
