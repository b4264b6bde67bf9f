"""The room of what can be chosen on this computer."""
