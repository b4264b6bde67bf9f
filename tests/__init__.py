"""A description of what CGA Terrain does, folder by folder like the package."""
