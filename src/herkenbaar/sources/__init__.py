"""From a URL or folder to videos: one file per source."""
