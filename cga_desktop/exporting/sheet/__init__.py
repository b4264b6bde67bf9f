"""The printed map: a report composed into pages of plain shapes; nothing here draws."""
