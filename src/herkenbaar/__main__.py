"""``python -m herkenbaar`` is the same as the ``herkenbaar`` command."""

from herkenbaar.cli import main

if __name__ == "__main__":
    main()
