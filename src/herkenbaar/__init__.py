"""herkenbaar: is the advertising in influencer videos recognisable, as Dutch law asks?"""

__version__ = "0.1.0"
