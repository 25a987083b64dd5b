#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one would write instead of SE Scope: timm, a hook on every gate, a DataLoader, sums by class.

bench_peer.py MODEL_FOLDER IMAGE_FOLDER MODE PER_CLASS prints a JSON line: images per second of the network alone and of
the job from files to statistics. MODE: eager, channels_last, bf16, compile, compile_bf16; compiling is not timed. sgemm:
images per second at which MKL's product of matrices would do the network's multiplications, all of them and nothing else.
"""
import json
import statistics
import sys
import time
from pathlib import Path

import timm
import torch
from PIL import Image
from safetensors.torch import load_file
from timm.data import create_transform

BATCH = 16
SIDE = 224
MULTIPLICATIONS = 4.09e9  # an image, of SE-ResNet-50 at 224 pixels (`sescope cost`)


class Images(torch.utils.data.Dataset):
    def __init__(self, folder, per_class):
        self.transform = create_transform(SIDE, crop_pct=0.875, interpolation='bicubic')
        classes = sorted(c for c in Path(folder).iterdir() if c.is_dir())
        self.items = [(f, k) for k, c in enumerate(classes) for f in sorted(c.iterdir())[:per_class]]

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        file, label = self.items[index]
        return self.transform(Image.open(file).convert('RGB')), label


class WithGates(torch.nn.Module):
    """Gates are outputs, so that a compiler keeps them."""

    def __init__(self, network):
        super().__init__()
        self.network = network
        self.gates = []
        for name, module in network.named_modules():
            if name.endswith('se.gate'):
                module.register_forward_hook(lambda _m, _i, gate: self.gates.append(gate))

    def forward(self, x):
        self.gates.clear()
        logits = self.network(x)
        return logits, *self.gates


def make_network(folder, mode):
    weights = {k: v.float() if v.is_floating_point() else v for k, v in load_file(f'{folder}/model.safetensors').items()}
    network = timm.create_model('seresnet50', num_classes=weights['fc.weight'].shape[0])
    network.load_state_dict(weights)
    kind = torch.bfloat16 if mode.endswith('bf16') else torch.float32
    layout = torch.contiguous_format if mode == 'eager' else torch.channels_last
    model = WithGates(network).eval().to(kind).to(memory_format=layout)
    if mode.startswith('compile'):
        from torch._inductor import config  # takes a second: only where it is needed
        config.freezing = True
        model = torch.compile(model)
    return lambda x: model(x.to(kind, memory_format=layout))


def network_rate(model):
    x = torch.randn(BATCH, 3, SIDE, SIDE)
    for _ in range(2):
        model(x)
    times = []
    while len(times) < 5 or sum(times) < 6:
        begin = time.perf_counter()
        model(x)
        times.append(time.perf_counter() - begin)
    return BATCH / statistics.median(times)


def sgemm_rate(side=2048):
    a, b, c = torch.randn(side, side), torch.randn(side, side), torch.empty(side, side)
    times = []
    while len(times) < 5 or sum(times) < 6:
        begin = time.perf_counter()
        torch.mm(a, b, out=c)
        times.append(time.perf_counter() - begin)
    return side ** 3 / statistics.median(times) / MULTIPLICATIONS


def job_rate(model, data):
    sums = {}
    begin = time.perf_counter()
    done = 0
    for x, labels in torch.utils.data.DataLoader(data, BATCH, num_workers=2, drop_last=True):
        for block, gate in enumerate(model(x)[1:]):
            gate = gate.flatten(1).float()
            for label in labels.unique().tolist():
                rows = gate[labels == label]
                count, first, second = sums.get((block, label), (0, 0.0, 0.0))
                sums[block, label] = (count + len(rows), first + rows.sum(0), second + rows.square().sum(0))
        done += len(x)
    return done / (time.perf_counter() - begin)


def main():
    folder, images, mode, per_class = sys.argv[1:5]
    if mode == 'sgemm':
        print(json.dumps({'network': sgemm_rate()}))
        return
    with torch.inference_mode():
        model = make_network(folder, mode)
        network = network_rate(model)
        job = job_rate(model, Images(images, int(per_class)))
    print(json.dumps({'network': network, 'job': job}))


if __name__ == '__main__':
    main()
