"""What each kind of evidence is worth for ties, and how right their probabilities are: python bench/ties.py [SET…] [--picture FILE]

Each practice set is reconciled once through the command; then its ties are found anew, each time without one kind of evidence, and scored
by the scorer that comes with the sets. `--picture` draws what probabilities turned out to be, over all sets, as SVG.
"""

import csv
import importlib.util
import pickle
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"
COMMAND = Path(sys.executable).with_name("kinkeeper")
KINDS = {
    "time and place": {"time_and_place"},
    "surnames": {"surname"},
    "how the surname is spelt": {"spelling"},
    "who else came with them": {"elder", "partner"},
    "age difference": {"age_difference"},
    "A-numbers": {"a_number"},
    "nationality": {"nationality"},
    "family unit numbers": {"family_number"},
    "rows of lists": {"list:"},
    "names told": {"named_parent", "named_in_text"},
    "released together, denied": {"released_together", "denied"},
    "what the child's own records tell": {"signs"},
    "brothers and sisters": {"siblings"},
    "two adults together": {"couples"},
    "one of the household": {"household"},
}
EDGES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0001)
SIDE, EDGE = 300, 40


def scorer():
    spec = importlib.util.spec_from_file_location("score", SHARED / "bench" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_back(database: Path):
    """Every record of a reconciled set, and whose each is; read by a process of its own, since one process opens one database."""
    with tempfile.NamedTemporaryFile() as kept:
        subprocess.run([sys.executable, __file__, "--read", database, kept.name], check=True)
        return pickle.loads(Path(kept.name).read_bytes())


def read_here(database: str, kept: str) -> None:
    from kinkeeper.cli.session import session

    with session(database) as actor:
        from kinkeeper.queries.people import get_person_of
        from kinkeeper.queries.records import list_records

        person_of = get_person_of(actor)
        read = [(record, person_of[record.record_id]) for record in list_records(actor) if record.record_id in person_of]
    Path(kept).write_bytes(pickle.dumps(read))


def find(read, without: set[str]):
    """The ties found without some kinds of evidence."""
    import numpy as np

    from kinkeeper.linkage.ties.finding import gather_evidence
    from kinkeeper.linkage.ties.learning import Learner
    from kinkeeper.linkage.ties.people import gather
    from kinkeeper.linkage.ties.wording import word_ties

    persons, people = gather([record for record, _ in read], [person for _, person in read])
    evidence = gather_evidence(people)
    evidence.clues = [clue for clue in evidence.clues if not any(clue.kind.startswith(kind) for kind in without)]
    if "signs" in without:
        evidence.signs = [sign for sign in evidence.signs if sign.kind == "siblings_near"]
    if "siblings" in without:
        evidence.signs = [sign for sign in evidence.signs if sign.kind != "siblings_near"]
        evidence.siblings.bits = lambda said: np.zeros(len(evidence.pairs))
    learner = Learner(evidence)
    if "household" in without:
        learner._household_odds = lambda worth: np.zeros(len(evidence.pairs))
    if "couples" in without:
        weigh = learner._couples_of
        learner._couples_of = lambda odds, look_anew: (weigh(odds, look_anew=look_anew)[0], np.ones(len(learner.couples.one)))
    return [tie.of(persons[tie.child], persons[tie.adult]) for tie in word_ties(evidence, learner.learn())]


def score(practice_set: Path, out: Path, ties) -> dict:
    with (out / "ties.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("child", "adult", "relation", "status", "probability", "basis", "evidence"))
        writer.writerows((tie.child, tie.adult, tie.relation, tie.status, f"{tie.probability:.4f}", tie.basis, "") for tie in ties)
    return scorer().score(practice_set, out)


def cell(found: dict) -> str:
    sure, alone = found["ties"]["0.9"], found["unaccompanied"].values()
    given = sum(kind["given_adult_09"] * kind["n"] for kind in alone) / max(1, sum(kind["n"] for kind in alone))
    return f"{sure['all']['precision']:.3f} / {sure['LOST']['recall']:.3f} / {given:.3f}"


def picture(bins: list[dict], path: Path) -> None:
    """Each bin of probabilities by what was said and what was true; the size of a dot is the number of its ties."""
    marks = []
    for least in EDGES[:-1]:
        own = [one for one in bins if one["bin"].startswith(f"{least:.2f}")]
        count = sum(one["n"] for one in own)
        if count:
            said, true = (sum(one[name] * one["n"] for one in own) / count for name in ("mean_p", "true"))
            place = EDGE + SIDE * (said - 0.5) * 2, SIDE - SIDE * (true - 0.5) * 2 + 10
            marks.append((*place, 3 + count**0.5 / 8, f"{said:.3f}: {true:.3f} of {count:,}"))
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="#162e51" fill-opacity="0.75"><title>{words}</title></circle>'
        for x, y, r, words in marks
    )
    axes = "".join(
        f'<text x="{EDGE + SIDE * at * 2:.0f}" y="{SIDE + 28}" text-anchor="middle">{0.5 + at:.1f}</text>'
        f'<text x="{EDGE - 8}" y="{SIDE + 14 - SIDE * at * 2:.0f}" text-anchor="end">{0.5 + at:.1f}</text>'
        for at in (0, 0.1, 0.2, 0.3, 0.4, 0.5)
    )
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE + 60} {SIDE + 60}" font-family="sans-serif" font-size="12" role="img">'
        "<title>What was said of ties, to the right, and how many of them were true, upwards</title>"
        f'<rect width="{SIDE + 60}" height="{SIDE + 60}" fill="#fff"/><path d="M{EDGE} 10v{SIDE}h{SIDE}" fill="none" stroke="#565c65"/>'
        f'<path d="M{EDGE} {SIDE + 10} {EDGE + SIDE} 10" stroke="#a9aeb1" stroke-dasharray="4 4"/>{dots}{axes}'
        f'<text x="{EDGE + SIDE / 2}" y="{SIDE + 50}" text-anchor="middle">probability said</text></svg>\n',
        encoding="utf-8",
    )


def main() -> None:
    if not (SHARED / "data" / "practice").is_dir():
        sys.exit("The practice sets are not here; there is nothing to measure.")
    drawn = Path(sys.argv[sys.argv.index("--picture") + 1]) if "--picture" in sys.argv else None
    asked = [one for one in sys.argv[1:] if not one.startswith("--") and one != str(drawn)]
    names = asked or sorted(path.name for path in (SHARED / "data" / "practice").iterdir() if path.is_dir())
    table: dict[str, list[str]] = {"everything": [], **{kind: [] for kind in KINDS}}
    bins: list[dict] = []
    for name in names:
        practice_set = SHARED / "data" / "practice" / name
        with tempfile.TemporaryDirectory() as work:
            extracts, out = Path(work) / "extracts", Path(work) / "out"
            shutil.copytree(practice_set, extracts, ignore=shutil.ignore_patterns("truth", "stats.json"))
            subprocess.run([COMMAND, "reconcile", extracts, "--out", out, "--json"], capture_output=True, check=False)
            read = read_back(out / "database")
            whole = score(practice_set, out, find(read, set()))
            bins += whole["calibration"]["bins"]
            table["everything"].append(cell(whole))
            for kind, without in () if drawn else KINDS.items():
                table[kind].append(cell(score(practice_set, out, find(read, without))))
    if drawn:
        picture(bins, drawn)
        return
    print("| without | " + " | ".join(names) + " |")
    print("| --- |" + " --- |" * len(names))
    for kind, cells in table.items():
        print(f"| {kind} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        read_here(sys.argv[2], sys.argv[3])
    else:
        main()
