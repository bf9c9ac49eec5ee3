"""A local Discord over real sockets: HTTP API v10, gateway v10, a page, and an interface for acting as a person."""
