"""Threads of numpy's linear algebra: one, for the whole process."""

from functools import cache

from threadpoolctl import ThreadpoolController


@cache
def take_one_thread() -> None:
    """From now on matrix products of this process take one thread each.

    Those of a question are small, and texts are encoded by threads of ours, one for each core.
    Threads of one product wait for each other, and for the next one, in a spin: with two of them
    an answer took twice the processor's time for the same seconds, and beside another busy program
    comparing five words with a vocabulary of 5,500 took 59 ms at the median instead of 17. To
    change the number back and forth starts them anew each time.
    """
    ThreadpoolController().select(user_api="blas").limit(limits=1)
