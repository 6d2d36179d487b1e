"""Who is kin of whom: recorded ties weighed, lost ones recovered, each with its probability and its evidence in words.

    findings = find_ties(records, person_of)
    for tie in findings.ties:
        print(tie.child, tie.adult, tie.relation, tie.status, tie.probability, tie.basis, tie.evidence)

Records are gathered by person (`people`), children and adults who were near each other are paired
(`nearness`), clues are laid over the pairs (`facts`, `surnames`, `told`, `siblings`) and signs over
the children (`presence`), what each is worth is learnt from the records themselves (`learning`),
all answers for a child compete (`choice`, `couples`), and the outcome is put in words (`wording`).
"""

from kinkeeper.linkage.ties.finding import TieFindings, find_ties
from kinkeeper.linkage.ties.wording import FoundTie, TieLot

__all__ = ["FoundTie", "TieFindings", "TieLot", "find_ties"]
