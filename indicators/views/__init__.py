"""Pages about figures and their checks."""
