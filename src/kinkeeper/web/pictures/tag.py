"""The QR code of a tag, as one path of an SVG picture."""

import segno

QUIET = 4
"""The white modules around a code that scanners need."""


def qr_path(token: str) -> tuple[int, str]:
    """The side of the picture in modules, and its dark modules as a path. It holds the token and nothing else."""
    code = segno.make_qr(token, error="q")
    rows = [list(row) for row in code.matrix]
    dark = [f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module]
    return len(rows) + 2 * QUIET, "".join(dark)
