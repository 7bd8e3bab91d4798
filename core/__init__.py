"""What every slice stands on: database, documents, language, audit, safety. Knows no domain."""
