"""An address becomes ranked, explained places: offline first, online only when asked."""
