"""The interface for acting as a person; see sandbox/README.md."""
