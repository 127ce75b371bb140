"""Stories: a sequence of views of the map with text, as files, as addresses, and those that come with the crisis."""
