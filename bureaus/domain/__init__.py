"""What the history rests on, in plain Python: how entries of the change log are chained."""
