"""HTTP API v10: one file per resource, each a table of endpoints."""
