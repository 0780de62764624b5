"""What is said in a video, read from the caption files beside it or from the platform's answer.

``read_captions(raw)`` gives the cues of one file; ``tracks`` says which track to take. One module per format.
"""

from herkenbaar.evidence.captions.reader import Captions, read_captions

__all__ = ["Captions", "read_captions"]
