#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one would write instead for a network with gates: the gates as further outputs, in the fastest runtimes for a CPU.

    bench_graph_peer.py NETWORK MODE [--size 224] [--batch 16] [--threads 2] [--seconds 3]

NETWORK: an architecture of timm (random weights serve: speed does not depend on them), or an .onnx file. MODE: compile (torch.compile
with freezing, channels-last), onnxruntime or openvino. Prints "ready", and then, for each line of standard input, the images a second of
a turn: the median batch of so many seconds, batches in memory, gates given back. tools/bench_graphs.py calls it.
"""
import argparse
import json
import os
import resource
import statistics
import sys
import tempfile
import time
import warnings

import numpy as np

warnings.filterwarnings('ignore')

GATED = ('SEModule', 'SqueezeExcite', 'EffectiveSEModule', 'EcaModule')


def with_gates(name):
    import timm
    import torch

    class Gates(torch.nn.Module):
        def __init__(self, net):
            super().__init__()
            self.net, self.gates = net, []
            for module in net.modules():
                if type(module).__name__ in GATED:
                    module.gate.register_forward_hook(lambda _, __, output: self.gates.append(output))

        def forward(self, x):
            self.gates.clear()
            return (self.net(x), *self.gates)

    torch.manual_seed(20)
    return Gates(timm.create_model(name)).eval()


def as_onnx(network, shape):
    """The path of the file, and whether it is to be removed."""
    if network.endswith('.onnx'):
        return network, False
    import torch
    path = tempfile.mktemp(suffix='.onnx')
    with torch.inference_mode():
        torch.onnx.export(with_gates(network), (torch.randn(shape),), path, dynamo=False, opset_version=17, input_names=['x'])
    return path, True


def compiled(said, shape):
    import torch
    import torch._inductor.config as inductor
    inductor.freezing = True
    torch.set_num_threads(said.threads)
    x = torch.randn(shape).contiguous(memory_format=torch.channels_last)
    net = torch.compile(with_gates(said.network).to(memory_format=torch.channels_last))

    def run():
        with torch.inference_mode():
            net(x)
    return run


def in_onnxruntime(said, shape):
    import onnxruntime
    path, temporary = as_onnx(said.network, shape)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = said.threads
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(path, options, providers=['CPUExecutionProvider'])
    if temporary:
        os.remove(path)
    x = np.random.default_rng(20).standard_normal(shape, np.float32)
    name = session.get_inputs()[0].name
    return lambda: session.run(None, {name: x})


def in_openvino(said, shape):
    import openvino
    path, temporary = as_onnx(said.network, shape)
    core = openvino.Core()
    model = core.read_model(path)
    model.reshape(list(shape))
    hints = {'INFERENCE_PRECISION_HINT': 'f32', 'INFERENCE_NUM_THREADS': said.threads, 'PERFORMANCE_HINT': 'THROUGHPUT', 'NUM_STREAMS': 1}
    running = core.compile_model(model, 'CPU', hints)
    if temporary:
        os.remove(path)
    x = np.random.default_rng(20).standard_normal(shape, np.float32)
    return lambda: running(x)


def seconds_of_a_batch(run, turn):
    """Of the median batch; and what all threads computed for a batch on average."""
    seconds, before = [], time.process_time()
    while len(seconds) < 3 or sum(seconds) < turn:
        begin = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds), (time.process_time() - before) / len(seconds)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('network')
    parser.add_argument('mode', choices=['compile', 'onnxruntime', 'openvino'])
    parser.add_argument('--size', type=int, default=224)
    parser.add_argument('--batch', type=int, default=16)
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--seconds', type=float, default=3)
    said = parser.parse_args()
    shape = (said.batch, 3, said.size, said.size)
    run = {'compile': compiled, 'onnxruntime': in_onnxruntime, 'openvino': in_openvino}[said.mode](said, shape)
    run()
    run()
    print('ready', flush=True)
    for _ in sys.stdin:
        seconds, processor = seconds_of_a_batch(run, said.seconds)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({'images_per_second': said.batch / seconds, 'processor_ms': 1e3 * processor / said.batch, 'peak_mb': peak}), flush=True)


if __name__ == '__main__':
    main()
