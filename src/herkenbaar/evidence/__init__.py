"""From a video to evidence: one file per surface."""
