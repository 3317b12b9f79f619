"""Signing in and one's own password; the rooms of the three administrators."""
