"""Before a study is open: a new one, one that exists, or the demonstration."""
