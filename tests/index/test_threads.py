import numpy as np
import pytest
from threadpoolctl import threadpool_info

from index.threads import one_thread


def threads() -> set[int]:
    """How many threads numpy's matrix products take, not those of others that tests load."""
    return {
        library["num_threads"]
        for library in threadpool_info()
        if library["user_api"] == "blas" and "numpy" in library["filepath"]
    }


@pytest.fixture
def usual() -> set[int]:
    np.ones((2, 2)) @ np.ones((2, 2))
    return threads()


def test_matrix_products_take_one_thread_within_and_as_many_as_before_afterwards(
    usual: set[int],
) -> None:
    with one_thread():
        with one_thread():
            assert threads() == {1}
        assert threads() == {1}
    assert threads() == usual


def test_threads_are_given_back_after_an_error(usual: set[int]) -> None:
    with pytest.raises(ValueError, match="in the middle"), one_thread():
        raise ValueError("in the middle of a search")
    assert threads() == usual
