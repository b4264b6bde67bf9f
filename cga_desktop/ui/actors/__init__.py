"""The room of the actors: who they are, where they are."""
