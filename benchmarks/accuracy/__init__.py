"""How often the judgement is right: `python -m benchmarks.accuracy` (or `make eval`).

Measures on our own gold data (fixtures/gold), and, where the third-party development data lies beside the checkout
(../shared/eval), on that too. Prints precision, recall, F1, the share left unsure and the rows that are wrong, and
compares with the floors in floors.toml; `--gate` ends with 1 below a floor of our own gold.
"""
