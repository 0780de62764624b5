"""What one run changed, for people and machines: terminal, HTML, CSV, JSON."""
