"""Splink asked for one person at a time: the peer of bench/find_database.py, which runs it.

usage: PYTHON splink_find.py KEPT.parquet ASKED.parquet   (an environment of its own: splink==5.0.0 duckdb==2.0.0 polars scipy)

The model is trained on KEPT in the fastest way known (typed dates, EM without term frequencies); then each record of ASKED is one
`predict_between` against all of KEPT, on eight narrow blocking rules. Prints one JSON line: milliseconds of each question, and how many of
those asked for were among the first five.
"""

import json
import sys
import time

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

con = duckdb.connect()
con.execute("set threads=2")
COLUMNS = """unique_id, entity_id, given_name, surname1, surname2, try_cast(dob as date) dob, sex, nationality,
    substr(given_name,1,3) g3, split_part(given_name,' ',1) g1, substr(surname1,1,3) s3, substr(dob,1,4) y, substr(dob,6) md"""
con.execute(f"create table kept as select {COLUMNS} from read_parquet('{sys.argv[1]}')")
con.execute(f"create table asked as select {COLUMNS} from read_parquet('{sys.argv[2]}')")

RULES = [
    block_on("given_name", "surname1"),
    block_on("dob", "surname1"),
    block_on("dob", "g3"),
    block_on("surname1", "surname2", "y"),
    block_on("md", "g1", "s3"),
    block_on("g1", "surname1", "y"),
]


def name(column):
    return cl.JaroWinklerAtThresholds(column, [0.92, 0.8]).configure(term_frequency_adjustments=True)


settings = SettingsCreator(
    link_type="dedupe_only",
    blocking_rules_to_generate_predictions=RULES,
    comparisons=[
        name("given_name"),
        name("surname1"),
        name("surname2"),
        cl.DateOfBirthComparison("dob", input_is_string=False),
        cl.ExactMatch("sex"),
        cl.ExactMatch("nationality").configure(term_frequency_adjustments=True),
    ],
    retain_intermediate_calculation_columns=False,
    retain_matching_columns=False,
    additional_columns_to_retain=[],
)
api = DuckDBAPI(connection=con)
kept = api.register("kept")
linker = Linker(kept, settings)
train = linker.training
em = {"estimate_without_term_frequencies": True, "max_pairs": 3e6}
train.estimate_probability_two_random_records_match([block_on("given_name", "surname1", "dob")], recall=0.45)
train.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
train.estimate_parameters_using_expectation_maximisation(block_on("given_name", "surname1"), **em)
train.estimate_parameters_using_expectation_maximisation(block_on("dob"), **em)
for column in ("given_name", "surname1", "surname2", "nationality"):
    linker.table_management.compute_tf_table(column)

took, five, asked = [], 0, 0
entity = dict(con.execute("select unique_id, entity_id from kept").fetchall())
for number, truth in con.execute("select unique_id, entity_id from asked").fetchall():
    con.execute(f"create table one{number} as select * from asked where unique_id = {number}")
    one = api.register(f"one{number}")
    start = time.perf_counter()
    found = linker.inference.predict_between(kept, one)
    rows = con.execute(f"select unique_id_l, unique_id_r from {found.physical_name} order by match_weight desc limit 5").fetchall()
    took.append((time.perf_counter() - start) * 1000)
    asked += 1
    five += any(entity.get(left if left != number else right) == truth for left, right in rows)
print(json.dumps({"ms": took, "five": five, "asked": asked}))
