"""What is set: the crisis that is shown, the languages spoken, where files lie, and what whoever runs it can set."""
