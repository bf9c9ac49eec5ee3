"""The painting: an RQ worker that keeps its pipelines warm."""
