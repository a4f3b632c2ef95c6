"""Fuzzing: what must hold of everything that reads what others wrote, whatever they wrote.

`targets.py` says what must hold. Hypothesis tries it shortly in every run of the tests
(`test_fuzz.py`), atheris at length, guided by what is reached: `python -m tests.fuzz`, `make fuzz`.
"""
