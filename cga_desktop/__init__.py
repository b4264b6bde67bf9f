"""CGA Terrain: field interviews, actor maps and needs-and-resources analysis, offline and encrypted."""
