"""How the files in ``data/geo`` are built from public packages. Nothing here runs when the map is used."""
