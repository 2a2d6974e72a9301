"""Learns tastes from who bought what: alternating least squares on implicit feedback.

Runs as a process of its own (`python -m`), so that what it loads and learns is gone when it is done. It
knows neither the framework nor the database: numbers come in, numbers go out.
"""

import sys
from typing import Any

import msgspec
import numpy as np
from implicit.als import AlternatingLeastSquares
from scipy.sparse import csr_matrix

from domains.catalog.recommending.bought import NOBODY, Bought, Learned

# Found by `python -m tests.catalog.journey`.
_FACTORS, _ROUNDS, _REGULARIZATION, _CONFIDENCE, _SEED = 16, 15, 0.05, 4.0, 7
_PERSONS_AT_ONCE = 2_000


def learn(bought: Bought) -> Learned:
    """For each person the products that they may want, and which of their own is nearest to each."""
    persons, products, times = (
        np.frombuffer(one, dtype=np.int32) for one in (bought.persons, bought.products, bought.times)
    )
    weights = (1 + np.log(times)).astype(np.float32)
    shape = (int(persons.max()) + 1, int(products.max()) + 1)
    matrix = csr_matrix((weights, (persons, products)), shape=shape)
    model = AlternatingLeastSquares(
        factors=_FACTORS,
        iterations=_ROUNDS,
        regularization=_REGULARIZATION,
        alpha=_CONFIDENCE,
        random_state=_SEED,
        num_threads=1,
    )
    model.fit(matrix, show_progress=False)
    parts = [_for_some(model, matrix, start, bought.each) for start in range(0, shape[0], _PERSONS_AT_ONCE)]
    wanted, because = (np.concatenate(one).astype(np.int32) for one in zip(*parts, strict=True))
    return Learned(products=wanted.tobytes(), because=because.tobytes(), each=wanted.shape[1])


def _for_some(model: Any, matrix: Any, start: int, each: int) -> tuple[Any, Any]:
    some = np.arange(start, min(start + _PERSONS_AT_ONCE, matrix.shape[0]))
    wanted, scores = model.recommend(some, matrix[some], N=min(each, matrix.shape[1]))
    # What is bought already comes last with the lowest of all scores, where nothing else is left.
    wanted = np.where(scores <= np.finfo(np.float32).min, NOBODY, wanted)
    vectors = model.item_factors
    vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    because = np.full_like(wanted, NOBODY)
    for row, person in enumerate(some):
        own = matrix.indices[matrix.indptr[person] : matrix.indptr[person + 1]]
        because[row] = own[np.argmax(vectors[wanted[row]] @ vectors[own].T, axis=1)]
    return wanted, because


if __name__ == "__main__":
    given = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Bought)
    sys.stdout.buffer.write(msgspec.msgpack.encode(learn(given)))
