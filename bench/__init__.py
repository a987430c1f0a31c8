"""How fast privet is, as ratios to a reference measured in the same run (``python -m bench``)."""
