"""Tools that build what the product reads; never imported when it runs."""
