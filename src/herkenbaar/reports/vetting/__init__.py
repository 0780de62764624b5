"""Creators side by side, for a brand that chooses: terminal, HTML, CSV."""
