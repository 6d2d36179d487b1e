"""How often the intervals hold the truth of simulated lists whose dependence is known. `python bench/unlisted.py [RUNS]`"""

import sys

import numpy as np

from kinkeeper.estimation.chao import lower_bound
from kinkeeper.estimation.graphs import posterior
from kinkeeper.estimation.loglinear import fit_all, interval
from kinkeeper.estimation.overlaps import Overlaps

SCENES = (
    ("three lists, independent", 2_000, (0.4, 0.3, 0.3), 0.0),
    ("three, the second copies half of the first", 2_000, (0.4, 0.3, 0.3), 0.5),
    ("four, the second copies .4 of the first", 3_000, (0.5, 0.3, 0.25, 0.2), 0.4),
    ("four, few people, the second copies .6", 800, (0.35, 0.3, 0.3, 0.25), 0.6),
)


def simulate(chance: np.random.Generator, total: int, catch: tuple[float, ...], copied: float) -> Overlaps:
    drawn = chance.random((len(catch), total)) < np.array(catch)[:, None]
    drawn[1] |= drawn[0] & (chance.random(total) < copied)
    counts = np.bincount(sum(drawn[at].astype(int) << at for at in range(len(catch))), minlength=1 << len(catch))
    return Overlaps(tuple("abcde"[: len(catch)]), (0, *(int(one) for one in counts[1:])))


def main(runs: int) -> None:
    print(f"share of {runs} simulations whose 95 % interval holds the truth, and median error of the estimate")
    print(f"{'lists':<44} {'averaged':>16} {'least BIC':>16} {'Chao low <= truth':>18}")
    for name, total, catch, copied in SCENES:
        chance = np.random.default_rng(11)
        averaged, chosen, bound = [], [], 0
        for _ in range(runs):
            told = simulate(chance, total, catch, copied)
            averaged.append(posterior(told).interval())
            chosen.append(interval(told, fit_all(told)[0].pairs))
            bound += lower_bound(told).low <= total
        shares = [sum(one.low <= total <= one.high for one in found) / runs for found in (averaged, chosen)]
        errors = [float(np.median([one.value / total - 1 for one in found])) for found in (averaged, chosen)]
        told_of = [f"{share:.3f} ({error:+.1%})" for share, error in zip(shares, errors, strict=True)]
        print(f"{name:<44} {told_of[0]:>16} {told_of[1]:>16} {bound / runs:>18.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
