"""The widening of two dense layers by hand, in NumPy and, where it is installed, PyTorch: copies, division, zero-sum noise.

Prints the rows that the benchmark `Scale` writes for its part "width": size, what is measured, the best of five in milliseconds.
"""

import time

import numpy as np

WIDTHS = [64, 128, 256, 512, 1024, 2048, 4096]
OUTPUTS = 10
NOISE = 0.5


def best(work):
    times = []
    for _ in range(5):
        start = time.perf_counter()
        work()
        times.append(1e3 * (time.perf_counter() - start))
    return min(times)


def mapping(width, rng):
    more = int(width * 1.5)
    donors = np.concatenate([np.arange(width), rng.integers(0, width, more - width)])
    return donors, np.bincount(donors, minlength=width)[donors].astype(np.float32)


def zero_sum(weights, donors, count, width, noise):
    """Noise on the rows of copies whose sum over the copies of a channel is zero."""
    noise *= NOISE * weights.std() * (count > 1)[:, None]
    sums = np.zeros((width, noise.shape[1]), np.float32)
    np.add.at(sums, donors, noise)
    weights += noise - sums[donors] / count[:, None] * (count > 1)[:, None]


def numpy_growth(layers, width, noisy, rng):
    (w1, b1), (w2, b2), (w3, b3) = layers
    m1, c1 = mapping(width, rng)
    m2, c2 = mapping(width, rng)
    g1 = w1[:, m1]
    g2 = w2[m1][:, m2] / c1[:, None]
    g3 = w3[m2] / c2[:, None]
    if noisy:
        zero_sum(g2, m1, c1, width, rng.standard_normal(g2.shape, dtype=np.float32))
        zero_sum(g3, m2, c2, width, rng.standard_normal(g3.shape, dtype=np.float32))
    return g1, b1[m1], g2, b2[m2], g3, b3


def torch_growth(torch, layers, width, rng):
    (w1, b1), (w2, b2), (w3, b3) = layers
    m1, c1 = (torch.from_numpy(each) for each in mapping(width, rng))
    m2, c2 = (torch.from_numpy(each) for each in mapping(width, rng))
    return w1[:, m1], b1[m1], w2[m1][:, m2] / c1[:, None], b2[m2], w3[m2] / c2[:, None], b3


def main():
    rng = np.random.default_rng(1)
    try:
        import torch
    except ImportError:
        torch = None
    for width in WIDTHS:
        shapes = [(width, width), (width, width), (width, OUTPUTS)]
        layers = [(rng.standard_normal(s, dtype=np.float32), np.zeros(s[1], np.float32)) for s in shapes]
        more = int(width * 1.5)
        size = width * more + more * more + more * OUTPUTS + 2 * more + OUTPUTS
        flat = np.zeros(size, np.float32)
        print(f"width,{width},NumPy copy,{best(flat.copy):.3f}")
        print(f"width,{width},NumPy gathers,{best(lambda: numpy_growth(layers, width, False, rng)):.3f}")
        print(f"width,{width},NumPy gathers and noise,{best(lambda: numpy_growth(layers, width, True, rng)):.3f}")
        if torch:
            arrays = [(torch.from_numpy(w), torch.from_numpy(b)) for w, b in layers]
            print(f"width,{width},PyTorch gathers,{best(lambda: torch_growth(torch, arrays, width, rng)):.3f}")


if __name__ == "__main__":
    main()
