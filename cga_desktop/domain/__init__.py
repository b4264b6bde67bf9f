"""What a study is: records, drafts, rules, changes, errors and ports. No database, no screen."""
