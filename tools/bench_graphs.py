#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""SE Scope beside torch.compile, onnxruntime and OpenVINO on networks from graphs, in short turns: scripts/bench calls it.

    bench_graphs.py PROGRAM PYTHON [--networks a,b] [--onnx FILE] [--size 224] [--onnx-size 640] [--batch 16] [--onnx-batch 1]
                    [--threads 2] [--turns 7] [--seconds 3] [--modes compile,onnxruntime,openvino] [--precision fp32]

PROGRAM: bin/bench_networks. PYTHON: the peers' environment. All contenders of a network are made ready first and wait without computing
while one has its turn. Of each: the median of its turns, from the slowest to the fastest, and peak memory; of the best peer the median of the
ratios of turns next to each other. Of .onnx files torch.compile does not run.
"""
import argparse
import json
import os
import platform
import statistics
import subprocess
import sys

PEER = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'bench_graph_peer.py')


class Contender:
    """A program that computes while it has its turn."""

    def __init__(self, name, command):
        self.name, self.turns, self.processor, self.peak = name, [], [], 0
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        while line and line.strip() != 'ready':
            line = self.process.stdout.readline()
        if not line:
            sys.exit(f'{name} did not get ready')

    def take_turn(self):
        self.process.stdin.write('\n')
        self.process.stdin.flush()
        said = json.loads(self.process.stdout.readline())
        self.turns.append(said['images_per_second'])
        self.processor.append(said['processor_ms'])
        self.peak = said['peak_mb']

    def leave(self):
        self.process.stdin.close()
        self.process.wait()

    def cell(self):
        return (f'{statistics.median(self.turns):.1f} ({min(self.turns):.1f}..{max(self.turns):.1f}), '
                f'{statistics.median(self.processor):.1f} ms, {self.peak:.0f} MB')


def processor():
    with open('/proc/cpuinfo') as info:
        facts = dict(line.split(':', 1) for line in info.read().split('\n\n')[0].splitlines() if ':' in line)
    facts = {key.strip(): value.strip() for key, value in facts.items()}
    vectors = 'AVX-512' if 'avx512f' in facts.get('flags', '') else 'AVX2' if 'avx2' in facts.get('flags', '') else 'no AVX2'
    return f"{facts.get('model name', platform.machine())}, family {facts.get('cpu family')} model {facts.get('model')}, {vectors}"


def contenders(said, network):
    is_file = network.endswith('.onnx')
    sizes = ['--size', str(said.onnx_size if is_file else said.size), '--batch', str(said.onnx_batch if is_file else said.batch),
             '--threads', str(said.threads), '--seconds', str(said.seconds)]
    yield Contender('SE Scope', [said.program, network, '--turns', '--precision', said.precision, *sizes])
    for mode in said.modes.split(','):
        if is_file and mode == 'compile':
            continue
        yield Contender(mode, [said.python, PEER, network, mode, *sizes])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('program')
    parser.add_argument('python')
    parser.add_argument('--networks', default='seresnet50,regnety_032,efficientnet_b0,mobilenetv3_large_100')
    parser.add_argument('--onnx', help='a file that is run as well')
    parser.add_argument('--modes', default='compile,onnxruntime,openvino')
    parser.add_argument('--precision', default='fp32')
    parser.add_argument('--size', type=int, default=224)
    parser.add_argument('--onnx-size', type=int, default=640)
    parser.add_argument('--batch', type=int, default=16)
    parser.add_argument('--onnx-batch', type=int, default=1)
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--turns', type=int, default=7)
    parser.add_argument('--seconds', type=float, default=3)
    said = parser.parse_args()
    print(f'{processor()}; {said.threads} threads of {os.cpu_count()} cores; load before: {os.getloadavg()[0]:.1f}; '
          f'{said.precision}, {said.turns} turns of {said.seconds:g} s')
    print('images/s: median (slowest..fastest turn), milliseconds of all cores for an image, peak memory\n')
    modes = said.modes.split(',')
    print('| | SE Scope | ' + ' | '.join(modes) + ' | ratio to the best peer |')
    print('|---|---|' + '---|' * (len(modes) + 1), flush=True)
    for network in said.networks.split(',') + ([said.onnx] if said.onnx else []):
        running = list(contenders(said, network))
        for _ in range(said.turns):
            for contender in running:
                contender.take_turn()
        for contender in running:
            contender.leave()
        ours, peers = running[0], {peer.name: peer for peer in running[1:]}
        best = max(peers.values(), key=lambda peer: statistics.median(peer.turns))
        ratio = statistics.median(a / b for a, b in zip(ours.turns, best.turns))
        cells = [peers[mode].cell() if mode in peers else '-' for mode in modes]
        print(f'| {os.path.basename(network)} | {ours.cell()} | ' + ' | '.join(cells) + f' | {ratio:.2f} ({best.name}) |', flush=True)


if __name__ == '__main__':
    main()
