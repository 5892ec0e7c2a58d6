"""The network of the benchmark `TrainingBenchmark` in PyTorch: milliseconds for a batch of 100, best of ten.

Prints the rows that the benchmark `TrainingRatio` writes for DL4J: library, part, milliseconds.
"""

import time

import torch
from torch import nn

BATCH = 100


def best(work, before=lambda: None):
    times = []
    for _ in range(10):
        before()
        start = time.perf_counter()
        work()
        times.append(1e3 * (time.perf_counter() - start))
    return min(times)


def row(part, milliseconds):
    print(f"PyTorch,{part},{milliseconds:.3f}", flush=True)


def network():
    def convolution(inputs, outputs):
        return nn.Conv2d(inputs, outputs, 3, padding=1)

    return [
        ("convolution 32", convolution(3, 32)),
        ("batch norm", nn.BatchNorm2d(32)),
        ("activation", nn.ReLU()),
        ("convolution 32 again", nn.Sequential(convolution(32, 32), nn.ReLU())),
        ("pooling", nn.MaxPool2d(2)),
        ("convolution 64", nn.Sequential(convolution(32, 64), nn.ReLU())),
        ("convolution 64 again", nn.Sequential(convolution(64, 64), nn.ReLU())),
        ("pooling again", nn.MaxPool2d(2)),
        ("dense layer", nn.Sequential(nn.Flatten(), nn.Linear(64 * 8 * 8, 256), nn.ReLU())),
        ("output layer", nn.Linear(256, 10)),
    ]


def layers(images, labels, parts):
    given = images
    for name, layer in parts:
        given = given.detach().requires_grad_()
        row(f"{name}: forward", best(lambda: layer(given)))
        output = layer(given)
        if name == "output layer":
            output = nn.functional.cross_entropy(output, labels)
        gradient = torch.ones_like(output)
        row(f"{name}: backward", best(lambda: output.backward(gradient, retain_graph=True)))
        given = layer(given)


def main():
    torch.manual_seed(1)
    torch.set_num_threads(2)
    parts = network()
    model = nn.Sequential(*(layer for _, layer in parts))
    images = torch.rand(BATCH, 3, 32, 32)
    labels = torch.arange(10).repeat_interleave(BATCH // 10)
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)

    def gradients():
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(images), labels).backward()

    def step():
        gradients()
        optimizer.step()

    best(step)
    row("step", best(step))
    row("forward and backward", best(gradients))
    row("update", best(optimizer.step, gradients))
    layers(images, labels, parts)


if __name__ == "__main__":
    main()
