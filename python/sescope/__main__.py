# SPDX-License-Identifier: GPL-3.0-or-later
"""`python -m sescope` is the program `sescope`."""
from sescope.programs import main

if __name__ == '__main__':
    main()
