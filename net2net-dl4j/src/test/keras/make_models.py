"""Writes the Keras models of KerasTest as HDF5 files, as Keras 2 saves them: needs NumPy and h5py, not Keras itself.

Usage: python3 make_models.py FOLDER
"""

import json
import os
import sys

import h5py
import numpy as np

RANDOM = np.random.RandomState(7)


def random(*shape):
    return RANDOM.uniform(-0.7, 0.7, shape).astype("float32")


def initializer(name="GlorotUniform"):
    return {"class_name": name, "config": {"seed": None} if name != "Zeros" else {}}


def layer(kind, name, weights=(), **config):
    """A layer's entry in the configuration, and its weights as (name, array)."""
    common = {"name": name, "trainable": True, "dtype": "float32"}
    return {"class_name": kind, "config": {**common, **config}}, list(weights)


def trained(prefix):
    return {
        prefix + "_initializer": initializer(),
        prefix + "_regularizer": None,
        prefix + "_constraint": None,
    }


def biased():
    return {"use_bias": True, **trained("kernel"), **trained("bias"), "activity_regularizer": None}


def dense(name, inputs, units, activation, **more):
    weights = [("kernel", random(inputs, units)), ("bias", random(units))]
    return layer("Dense", name, weights, units=units, activation=activation, **biased(), **more)


def lstm_config(units, sequences):
    return dict(
        units=units,
        activation="tanh",
        recurrent_activation="sigmoid",
        unit_forget_bias=True,
        return_sequences=sequences,
        return_state=False,
        go_backwards=False,
        stateful=False,
        unroll=False,
        time_major=False,
        implementation=2,
        dropout=0.0,
        recurrent_dropout=0.0,
        **biased(),
        **trained("recurrent"),
    )


def lstm_weights(inputs, units):
    return [
        ("kernel", random(inputs, 4 * units)),
        ("recurrent_kernel", random(units, 4 * units)),
        ("bias", random(4 * units)),
    ]


def lstm(name, inputs, units, sequences=False, **more):
    weights = [("lstm_cell/" + key, value) for key, value in lstm_weights(inputs, units)]
    return layer("LSTM", name, weights, **lstm_config(units, sequences), **more)


def bidirectional(name, inputs, units, sequences, **more):
    weights = []
    for direction in ("forward", "backward"):
        for key, value in lstm_weights(inputs, units):
            weights.append((direction + "_lstm/lstm_cell/" + key, value))
    inner, _ = layer("LSTM", "lstm", **lstm_config(units, sequences))
    return layer("Bidirectional", name, weights, layer=inner, merge_mode="concat", **more)


def images(kernel):
    return dict(
        kernel_size=list(kernel),
        strides=[1, 1],
        padding="same",
        data_format="channels_last",
        dilation_rate=[1, 1],
        groups=1,
    )


def convolution(name, inputs, filters, kernel=(3, 3), **more):
    weights = [("kernel", random(*kernel, inputs, filters)), ("bias", random(filters))]
    return layer("Conv2D", name, weights, filters=filters, activation="linear", **images(kernel), **biased(), **more)


def separable(name, inputs, filters, **more):
    weights = [
        ("depthwise_kernel", random(3, 3, inputs, 1)),
        ("pointwise_kernel", random(1, 1, inputs, filters)),
        ("bias", random(filters)),
    ]
    config = dict(depth_multiplier=1, filters=filters, activation="linear", **images((3, 3)), **biased())
    return layer(
        "SeparableConv2D", name, weights, **config, **trained("depthwise"), **trained("pointwise"), **more
    )


def norm(name, channels):
    weights = [
        ("gamma", random(channels) + 1),
        ("beta", random(channels)),
        ("moving_mean", random(channels)),
        ("moving_variance", random(channels) + 1),
    ]
    return layer(
        "BatchNormalization",
        name,
        weights,
        axis=[3],
        momentum=0.99,
        epsilon=0.001,
        center=True,
        scale=True,
        beta_initializer=initializer("Zeros"),
        gamma_initializer=initializer("Ones"),
        moving_mean_initializer=initializer("Zeros"),
        moving_variance_initializer=initializer("Ones"),
        beta_regularizer=None,
        gamma_regularizer=None,
        beta_constraint=None,
        gamma_constraint=None,
    )


def activation(name, function="relu"):
    return layer("Activation", name, activation=function)


def sequential(path, *layers):
    config = {"name": "model", "layers": [configuration for configuration, _ in layers]}
    write(path, {"class_name": "Sequential", "config": config}, layers)


def functional(path, inputs, output, *layers):
    """Layers as (layer, names of what it reads)."""
    configurations = []
    for (configuration, _), read in layers:
        name = configuration["config"]["name"]
        nodes = [[[source, 0, 0, {}] for source in read]] if read else []
        configurations.append({**configuration, "name": name, "inbound_nodes": nodes})
    config = {
        "name": "model",
        "layers": configurations,
        "input_layers": [[inputs, 0, 0]],
        "output_layers": [[output, 0, 0]],
    }
    write(path, {"class_name": "Functional", "config": config}, [entry for entry, _ in layers])


def write(path, config, layers):
    with h5py.File(path, "w", track_order=False) as file:
        file.attrs["keras_version"] = np.bytes_("2.4.0")
        file.attrs["backend"] = np.bytes_("tensorflow")
        file.attrs["model_config"] = np.bytes_(json.dumps(config))
        weights = file.create_group("model_weights")
        weights.attrs["keras_version"] = np.bytes_("2.4.0")
        weights.attrs["backend"] = np.bytes_("tensorflow")
        names = [configuration["config"]["name"] for configuration, _ in layers]
        weights.attrs["layer_names"] = np.array([name.encode() for name in names])
        for (_, arrays), name in zip(layers, names):
            group = weights.create_group(name)
            paths = [name + "/" + key + ":0" for key, _ in arrays]
            group.attrs["weight_names"] = np.array([path.encode() for path in paths], dtype="S")
            for (_, array), path in zip(arrays, paths):
                group.create_dataset(path, data=array)


def text(path):
    embedding = layer(
        "Embedding",
        "words",
        [("embeddings", random(20, 6))],
        batch_input_shape=[None, 7],
        input_dim=20,
        output_dim=6,
        input_length=7,
        mask_zero=False,
        embeddings_initializer=initializer(),
        embeddings_regularizer=None,
        embeddings_constraint=None,
        activity_regularizer=None,
    )
    sequential(path, embedding, lstm("lstm", 6, 5), dense("hidden", 5, 4, "relu"), dense("out", 4, 3, "softmax"))


def both_directions(path):
    sequential(
        path,
        bidirectional("both", 3, 4, True, batch_input_shape=[None, 7, 3]),
        lstm("last", 8, 5),
        dense("out", 5, 3, "softmax"),
    )


def separable_images(path):
    pooling = layer(
        "MaxPooling2D", "pool", pool_size=[2, 2], strides=[2, 2], padding="valid", data_format="channels_last"
    )
    average = layer("GlobalAveragePooling2D", "average", data_format="channels_last")
    sequential(
        path,
        convolution("conv", 3, 6, batch_input_shape=[None, 8, 8, 3]),
        norm("norm", 6),
        activation("relu"),
        separable("separable1", 6, 5),
        activation("relu1"),
        pooling,
        separable("separable2", 5, 7),
        activation("relu2"),
        average,
        dense("out", 7, 3, "softmax"),
    )


def residual(path):
    start = layer("InputLayer", "images", batch_input_shape=[None, 8, 8, 3], sparse=False, ragged=False)
    average = layer("GlobalAveragePooling2D", "average", data_format="channels_last")
    functional(
        path,
        "images",
        "out",
        (start, []),
        (convolution("stem", 3, 6), ["images"]),
        (norm("stem_norm", 6), ["stem"]),
        (activation("stem_relu"), ["stem_norm"]),
        (convolution("first", 6, 6), ["stem_relu"]),
        (norm("first_norm", 6), ["first"]),
        (activation("first_relu"), ["first_norm"]),
        (convolution("second", 6, 6), ["first_relu"]),
        (norm("second_norm", 6), ["second"]),
        (layer("Add", "sum"), ["stem_relu", "second_norm"]),
        (activation("sum_relu"), ["sum"]),
        (average, ["sum_relu"]),
        (dense("out", 6, 3, "softmax"), ["average"]),
    )


def attention(path):
    start = layer("InputLayer", "series", batch_input_shape=[None, 7, 4], sparse=False, ragged=False)
    functional(
        path,
        "series",
        "attention",
        (start, []),
        (layer("Attention", "attention", causal=False, dropout=0.0, use_scale=False), ["series", "series"]),
    )


if __name__ == "__main__":
    folder = sys.argv[1]
    for make in (text, both_directions, separable_images, residual, attention):
        make(os.path.join(folder, make.__name__ + ".h5"))
