"""The floor of every feature: database, errors, languages, headers; it knows no complaint."""
