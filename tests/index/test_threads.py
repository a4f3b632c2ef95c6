import subprocess
import sys

# In a process of its own: other tests load libraries that take their threads from elsewhere.
_LOADED = """
from threadpoolctl import threadpool_info
from index.embedding import make_encoder

make_encoder().encode_texts(["Nvidia", "a data centre"])
threads = {lib["num_threads"] for lib in threadpool_info() if lib["user_api"] == "blas"}
assert threads == {1}, threads
"""


def test_with_an_encoder_matrix_products_take_one_thread_each() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOADED], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
