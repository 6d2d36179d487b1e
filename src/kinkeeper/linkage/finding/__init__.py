"""Finding one person among all, with nothing held in memory: keys that are the same in every process, and the engine's own comparison."""

from kinkeeper.linkage.finding.keys import Lasting, keys_of, near
from kinkeeper.linkage.finding.questions import Told, choose_keys
from kinkeeper.linkage.finding.scoring import Candidates, Counts, agreement, score
from kinkeeper.linkage.finding.weights import Weights, ordinary

__all__ = [
    "Candidates",
    "Counts",
    "Lasting",
    "Told",
    "Weights",
    "agreement",
    "choose_keys",
    "keys_of",
    "near",
    "ordinary",
    "score",
]
