# SPDX-License-Identifier: GPL-3.0-or-later
"""Times two ONNX networks in onnxruntime, in turn in one run, for `sescope prove`.

The only argument is JSON: original, pruned (files), channels, height, width, batch, threads, least_rounds, most_rounds,
seconds. Writes JSON: version, one and many (seconds of each round of either network, for one image and for a batch), batch.
Exit status 3: onnxruntime is not installed; without an argument, that is all that is found out.
"""
import json
import sys
import time

try:
    import numpy
    import onnxruntime
except ImportError as error:
    print(error, file=sys.stderr)
    sys.exit(3)


def opened(path, threads):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def images_for(session, asked, count):
    """Noise of the shape and type that the network takes."""
    taken = session.get_inputs()[0]
    shape = [count, asked["channels"], asked["height"], asked["width"]]
    declared = taken.shape
    if len(declared) == 4 and declared[3] == asked["channels"] and declared[1] != asked["channels"]:
        shape = [count, asked["height"], asked["width"], asked["channels"]]
    kind = {"tensor(float16)": numpy.float16, "tensor(double)": numpy.float64}.get(taken.type, numpy.float32)
    return {taken.name: numpy.random.default_rng(1).uniform(-2, 2, shape).astype(kind)}


def rounds_of(original, pruned, asked, count):
    def timed(session):
        feed = images_for(session, asked, count)
        session.run(None, feed)  # unmeasured

        def once():
            begin = time.perf_counter()
            session.run(None, feed)
            return time.perf_counter() - begin
        return once

    pair = [timed(original), timed(pruned)]
    seconds = [[], []]
    begin = time.perf_counter()
    for i in range(asked["most_rounds"]):
        if i >= asked["least_rounds"] and time.perf_counter() - begin > asked["seconds"]:
            break
        for which in ((0, 1) if i % 2 == 0 else (1, 0)):
            seconds[which].append(pair[which]())
    return {"original": seconds[0], "pruned": seconds[1]}


def main():
    asked = json.loads(sys.argv[1])
    original, pruned = (opened(asked[name], asked["threads"]) for name in ("original", "pruned"))
    first = original.get_inputs()[0].shape[0]
    batch = first if isinstance(first, int) else asked["batch"]
    one = 1 if not isinstance(first, int) else first
    json.dump({"version": onnxruntime.__version__, "batch": batch, "one": rounds_of(original, pruned, asked, one),
               "many": rounds_of(original, pruned, asked, batch)}, sys.stdout)


if len(sys.argv) > 1:
    main()
