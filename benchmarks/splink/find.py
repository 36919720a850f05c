"""Find duplicates with Splink: `find.py deals.csv pairs.csv`, in Splink's own environment."""

import sys
import time

import pandas
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

ORIGINS = [block_on("email"), block_on("company", "person")]
SETTINGS = SettingsCreator(
    link_type="dedupe_only",
    unique_id_column_name="number",
    comparisons=[
        cl.EmailComparison("email"),
        cl.JaroWinklerAtThresholds("company", [0.95, 0.88]).configure(
            term_frequency_adjustments=True
        ),
        cl.JaroWinklerAtThresholds("person", [0.95, 0.88]),
        cl.ExactMatch("phone"),
        cl.ExactMatch("host"),
        cl.ExactMatch("tax_id"),
        cl.ExactMatch("city"),
    ],
    blocking_rules_to_generate_predictions=[
        block_on("email"),
        block_on("phone"),
        block_on("tax_id"),
        block_on("company", "person"),
        block_on("host", "person"),
        block_on("person", "city", "substr(company, 1, 4)"),
    ],
)


def main(source: str, target: str) -> None:
    """Learn from the deals, write the pairs that are probably one, print the seconds."""
    deals = pandas.read_csv(source, dtype=str, keep_default_na=False).replace("", None)
    begin = time.perf_counter()
    linker = Linker(deals, SETTINGS, DuckDBAPI())
    training = linker.training
    training.estimate_probability_two_random_records_match(ORIGINS, recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in (*ORIGINS, block_on("phone")):
        training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    seconds = time.perf_counter() - begin
    found[["number_l", "number_r"]].to_csv(target, index=False, header=False)
    print("SECONDS", seconds)


if __name__ == "__main__":
    main(*sys.argv[1:])
