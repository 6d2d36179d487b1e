"""An invented border season with known truth: a show and a smoke test, never the proof of accuracy."""

from kinkeeper.season.maker import make_season
from kinkeeper.season.truth import Season, TrueSeparation, TrueTie

__all__ = ["Season", "TrueSeparation", "TrueTie", "make_season"]
