"""Benchmarks: what is measured rather than tested, with the tables of `docs/benchmarks.md`."""
