"""The frame of a drawing: its size, its font, and its title and finding for who cannot see it."""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe

FONT = 'font-family="Source Sans Pro Web, Source Sans 3, Liberation Sans, sans-serif" font-size="13"'


def drawing(size: tuple[float, float], told: tuple[object, object], parts: Iterable[str]) -> SafeString:
    """A drawing so wide and high; `told` are its title and what it finds. Whoever gives the parts has escaped every word in them."""
    words = f"{escape(str(told[0]))}. {escape(str(told[1]))}"
    head = f'viewBox="0 0 {size[0]:g} {size[1]:g}" role="img" aria-label="{words}" xmlns="http://www.w3.org/2000/svg" width="100%" {FONT}'
    return mark_safe(f"<svg {head}><title>{words}</title>{''.join(parts)}</svg>")
