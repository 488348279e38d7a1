"""Words and pictures for people and programs: terminal, documents, findings, calendar, site. No decisions."""
