"""The catalogues of translations: what is to be translated, brought into each of them, and what is wrong with them."""
