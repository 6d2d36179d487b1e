"""An invented border season with known truth: a show and a smoke test, never the proof of accuracy."""

from kinkeeper.season.maker import make_season
from kinkeeper.season.scoring import SeasonScore, score_season
from kinkeeper.season.truth import Season, TrueSeparation, TrueTie, children_apart
from kinkeeper.season.truth_files import write_truth

__all__ = ["Season", "SeasonScore", "TrueSeparation", "TrueTie", "children_apart", "make_season", "score_season", "write_truth"]
