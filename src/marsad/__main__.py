"""``marsad`` and ``python -m marsad``: Ctrl-C while all of it is still being loaded ends it as it does later."""

import sys

try:
    from marsad.cli import main
except KeyboardInterrupt:
    sys.exit(130)

if __name__ == "__main__":
    main()
