"""The study file: open, migrate, transactions, queries. The only floor that speaks SQL."""
