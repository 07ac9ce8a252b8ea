"""The floor every feature stands on: database, errors, languages, headers, assets; it knows no complaint."""
