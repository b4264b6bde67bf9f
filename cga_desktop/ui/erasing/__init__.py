"""Real deletion in the window: what will go, why, and the certificate of it."""
