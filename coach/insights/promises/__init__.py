"""The promise ledger: what agents bound themselves to, by when, and what became of it."""
