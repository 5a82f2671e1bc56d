"""``python -m marsad`` is the command ``marsad``."""

from marsad.cli import main

main()
