"""final.mdl: the network and its phones as Kaldi's nnet3 writes them, binary, for libvosk.

Batch normalisation is folded into the affine layers. The output is the phones' scores and two of
spoken noise, which [unk] is made of: a straight line through the last wide activations.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from graph import PHONES, output_of

Array = np.ndarray[Any, np.dtype[np.float32]]
Weights = Mapping[str, Array]

CEPSTRA: Final = 40
BYPASS: Final = 0.66
FIRST_LAYER: Final = 2
_BINARY: Final = b"\0B"
_EMPTY: Final = np.zeros(0, np.float32)
_UPDATES: Final = (("MaxChange", 0.75), ("L2Regularize", 0.01), ("LearningRate", 0.001))
_VECTORS: Final = {b"FV": 1, b"FM": 2}
"""The marks of arrays, and their dimensions."""
_ARRAYS: Final = (b"<LinearParams>", b"<BiasParams>", b"<Params>", b"<StatsMean>", b"<StatsVar>")


class Layer(NamedTuple):
    """A component and its node in the network's configuration."""

    name: str
    source: str
    body: bytes


def write_model(path: Path, weights: Weights, strides: Sequence[int]) -> None:
    """Write the network: strides are the frames that each factorised layer looks back and ahead.

    Weights are named t1_W, t1_b, f2_L, f2_A, f2_b, ..., pl, pa_W, pa_b, pq_W, pq_b, out_W, out_b,
    and spn_W, spn_b.
    """
    layers = list(_layers(weights, strides))
    nodes = [f"component-node name={y.name} component={y.name} input={y.source}" for y in layers]
    outputs = "Append(output.affine, spn.affine)"
    nodes = [
        f"input-node name=input dim={CEPSTRA}",
        *nodes,
        f"output-node name=output input={outputs} objective=linear",
    ]
    context = _int(1 + sum(strides))
    path.write_bytes(
        _BINARY
        + _transitions()
        + _token("<Nnet3>")
        + ("\n" + "\n".join(nodes) + "\n\n").encode()
        + _token("<NumComponents>")
        + _int(len(layers))
        + b"".join(_token("<ComponentName>") + _token(y.name) + y.body for y in layers)
        + _token("</Nnet3>")
        + (_token("<LeftContext>") + context + _token("<RightContext>") + context)
        + (_token("<Priors>") + _array(_EMPTY))
    )


def read_model(path: Path) -> dict[str, Array]:
    """The weights of a final.mdl that `write_model` wrote; ValueError where it is another."""
    weights: dict[str, Array] = {}
    for name, arrays in read_components(path).items():
        for field, key in _keys(name):
            if arrays[field].size:
                weights[key] = arrays[field]
    return weights


def read_components(path: Path) -> dict[str, dict[str, Array]]:
    """By component, the arrays of any nnet3 model by their tokens; ValueError where it is none."""
    raw = path.read_bytes()
    start = raw.find(b"<NumComponents>")
    if not raw.startswith(_BINARY) or start < 0:
        raise ValueError(f"{path} is no binary nnet3 model")
    return dict(_components(raw, start))


def strides_of(weights: Weights) -> tuple[int, ...]:
    """The strides of a network of the usual kind with so many factorised layers."""
    count = sum(1 for name in weights if name.endswith("_A"))
    return (1, 1, 1, 0, *[3] * (count - 4))


def _keys(name: str) -> list[tuple[str, str]]:
    """The fields of a component that hold weights, and the names of these."""
    plain = {
        "tdnn1.affine": "t1", "pc.affine": "pa", "pc.linear": "pq", "output.affine": "out",
        "spn.affine": "spn",
    }  # fmt: skip
    if name in plain:
        key = plain[name]
        return [("<LinearParams>", f"{key}_W"), ("<BiasParams>", f"{key}_b")]
    if name == "prefinal-l":
        return [("<Params>", "pl")]
    layer, _, part = name.partition(".")
    key = layer.replace("tdnnf", "f")
    if part == "linear":
        return [("<LinearParams>", f"{key}_L")]
    if part == "affine":
        return [("<LinearParams>", f"{key}_A"), ("<BiasParams>", f"{key}_b")]
    return []


def _components(raw: bytes, start: int) -> Iterator[tuple[str, dict[str, Array]]]:
    """Names of components and their arrays by the token before each."""
    for part in raw[start:].split(b"<ComponentName> ")[1:]:
        name, _, rest = part.partition(b" ")
        yield name.decode(), _arrays(rest)


def _arrays(raw: bytes) -> dict[str, Array]:
    """The arrays of a component by their tokens."""
    found: dict[str, Array] = {}
    for token in _ARRAYS:
        at = raw.find(token + b" F")
        if at >= 0:
            found[token.decode()] = _read_array(raw, at + len(token) + 1)
    return found


def _read_array(raw: bytes, at: int) -> Array:
    dimensions = _VECTORS[raw[at : at + 2]]
    at += 3
    shape = [struct.unpack_from("<i", raw, at + 1 + 5 * number)[0] for number in range(dimensions)]
    values = np.frombuffer(raw, "<f4", int(np.prod(shape)), at + 5 * dimensions)
    return values.reshape(shape).astype(np.float32)


def _layers(weights: Weights, strides: Sequence[int]) -> Iterator[Layer]:
    width = len(weights["t1_b"])
    spliced = "Append(Offset(input, -1), input, Offset(input, 1))"
    yield Layer("tdnn1.affine", spliced, _affine(weights["t1_W"], weights["t1_b"]))
    yield Layer("tdnn1.relu", "tdnn1.affine", _rectifier(width))
    below = "tdnn1.relu"
    for number, stride in enumerate(strides, start=FIRST_LAYER):
        yield from _factorised(f"tdnnf{number}", f"f{number}", below, weights, stride)
        below = f"tdnnf{number}.noop"
    yield Layer("prefinal-l", below, _linear(weights["pl"]))
    yield Layer("pc.affine", "prefinal-l", _affine(weights["pa_W"], weights["pa_b"]))
    yield Layer("pc.relu", "pc.affine", _rectifier(width))
    yield Layer("pc.linear", "pc.relu", _affine(weights["pq_W"], weights["pq_b"]))
    yield Layer("output.affine", "pc.linear", _affine(weights["out_W"], weights["out_b"]))
    yield Layer("spn.affine", "pc.relu", _affine(weights["spn_W"], weights["spn_b"]))


def _factorised(name: str, key: str, below: str, weights: Weights, stride: int) -> Iterator[Layer]:
    back, ahead = ([-stride, 0], [0, stride]) if stride else ([0], [0])
    bias = weights[f"{key}_b"]
    yield Layer(f"{name}.linear", below, _spliced(weights[f"{key}_L"], _EMPTY, back))
    yield Layer(f"{name}.affine", f"{name}.linear", _spliced(weights[f"{key}_A"], bias, ahead))
    yield Layer(f"{name}.relu", f"{name}.affine", _rectifier(len(bias)))
    added = f"Sum(Scale({BYPASS}, {below}), {name}.relu)"
    yield Layer(f"{name}.noop", added, _sum(len(bias)))


def _transitions() -> bytes:
    """The transition model: chain topology, one state a phone, first and later frames apart."""
    phones = range(1, len(PHONES))
    states = _int(0) + _int(1) + _int(2) + _int(0) + _float(0.5) + _int(1) + _float(0.5)
    tuples = b"".join(
        _int(p) + _int(0) + _int(2 * output_of(p)) + _int(2 * output_of(p) + 1) for p in phones
    )
    chances = np.full(2 * len(phones) + 1, np.log(0.5), np.float32)
    chances[0] = 0
    return (
        _token("<TransitionModel>")
        + _token("<Topology>")
        + _ints([*phones])
        + _ints([-1, *(0 for _ in phones)])
        + (_int(-1) + _int(1) + _int(2))
        + states
        + (_int(-1) + _int(-1) + _int(0))
        + _token("</Topology>")
        + (_token("<Tuples>") + _int(len(phones)) + tuples + _token("</Tuples>"))
        + (_token("<LogProbs>") + _array(chances) + _token("</LogProbs>"))
        + _token("</TransitionModel>")
    )


def _affine(matrix: Array, bias: Array) -> bytes:
    return _component(
        "NaturalGradientAffineComponent",
        _updates()
        + (_token("<LinearParams>") + _array(matrix) + _token("<BiasParams>") + _array(bias))
        + (_token("<RankIn>") + _int(20) + _token("<RankOut>") + _int(80))
        + (_token("<UpdatePeriod>") + _int(4) + _token("<NumSamplesHistory>") + _float(2000))
        + (_token("<Alpha>") + _float(4)),
    )


def _linear(matrix: Array) -> bytes:
    return _component(
        "LinearComponent",
        _updates()
        + (_token("<Params>") + _array(matrix) + _token("<OrthonormalConstraint>") + _float(-1))
        + (_token("<UseNaturalGradient>") + b"T")
        + (_token("<RankInOut>") + _int(20) + _int(80) + _token("<Alpha>") + _float(4))
        + (_token("<NumSamplesHistory>") + _float(2000) + _token("<UpdatePeriod>") + _int(4)),
    )


def _spliced(matrix: Array, bias: Array, offsets: Sequence[int]) -> bytes:
    return _component(
        "TdnnComponent",
        _updates()
        + (_token("<TimeOffsets>") + _ints(offsets))
        + (_token("<LinearParams>") + _array(matrix) + _token("<BiasParams>") + _array(bias))
        + (_token("<OrthonormalConstraint>") + _float(0) + _token("<UseNaturalGradient>") + b"T")
        + (_token("<NumSamplesHistory>") + _float(2000))
        + (_token("<AlphaInOut>") + _float(4) + _float(4))
        + (_token("<RankInOut>") + _int(20) + _int(80)),
    )


def _rectifier(size: int) -> bytes:
    return _component(
        "RectifiedLinearComponent",
        (_token("<Dim>") + _int(size))
        + (_token("<ValueAvg>") + _array(_EMPTY) + _token("<DerivAvg>") + _array(_EMPTY))
        + (_token("<Count>") + _float(0) + _token("<OderivRms>") + _array(_EMPTY))
        + (_token("<OderivCount>") + _float(0) + _token("<NumDimsSelfRepaired>") + _float(0))
        + (_token("<NumDimsProcessed>") + _float(0)),
    )


def _sum(size: int) -> bytes:
    body = _token("<Dim>") + _int(size) + _token("<BackpropScale>") + _float(1)
    return _component("NoOpComponent", body)


def _component(kind: str, body: bytes) -> bytes:
    return _token(f"<{kind}>") + body + _token(f"</{kind}>")


def _updates() -> bytes:
    return b"".join(_token(f"<{name}>") + _float(value) for name, value in _UPDATES)


def _token(text: str) -> bytes:
    return text.encode() + b" "


def _int(value: int) -> bytes:
    return b"\x04" + struct.pack("<i", value)


def _float(value: float) -> bytes:
    return b"\x04" + struct.pack("<f", value)


def _ints(values: Sequence[int]) -> bytes:
    return _int(len(values)) + struct.pack(f"<{len(values)}i", *values)


def _array(values: Array) -> bytes:
    mark = b"FV " if values.ndim == 1 else b"FM "
    return mark + b"".join(map(_int, values.shape)) + values.astype("<f4").tobytes()
