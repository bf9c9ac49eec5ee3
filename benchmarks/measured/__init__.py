"""How `benchmarks/parameters.py` paints, measures and judges."""
