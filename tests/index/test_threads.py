import subprocess
import sys

import pytest
from threadpoolctl import threadpool_info

from index.threads import one_thread

# In a process of its own: other tests load libraries that take their threads from elsewhere.
_NESTED = """
import numpy as np
from threadpoolctl import threadpool_info
from index.threads import one_thread

def threads():
    return {lib["num_threads"] for lib in threadpool_info() if lib["user_api"] == "blas"}

np.ones((2, 2)) @ np.ones((2, 2))
usual = threads()
with one_thread():
    with one_thread():
        assert threads() == {1}, threads()
    assert threads() == {1}, threads()
assert threads() == usual, threads()
"""


def threads() -> set[int]:
    """How many threads numpy's matrix products take."""
    return {
        library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"
    }


def test_matrix_products_take_one_thread_within_and_as_many_as_before_afterwards() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _NESTED], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_threads_are_given_back_after_an_error() -> None:
    usual = threads()
    with pytest.raises(ValueError, match="in the middle"), one_thread():
        raise ValueError("in the middle of a search")
    assert threads() == usual
