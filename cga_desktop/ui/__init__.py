"""The window: widgets show rows and call verbs. Nothing else imports PySide6."""
