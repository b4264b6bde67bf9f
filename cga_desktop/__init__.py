"""CGA Terrain: field interviews, actor maps, needs and resources; offline and encrypted."""
