"""The page without scripts: the same view in words, figures, a picture and links, small enough for a poor line."""
