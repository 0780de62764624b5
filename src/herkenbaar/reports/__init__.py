"""From a verdict to bytes: one file per format."""
