#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""SE Scope and its best Python peer in short turns, one after the other, for machines whose speed changes from minute to minute:
the median of the turns' ratios then says what medians of minutes apart cannot. See scripts/bench --pairs."""
import argparse
import re
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import torch

from bench_peer import BATCH, SIDE, Images, job_rate, make_network, sgemm_rate

BIN = Path(__file__).resolve().parent.parent / 'build' / 'release' / 'bin'
PRECISIONS = ('fp32', 'bf16x3', 'bf16')  # as bench_engine numbers them


def our_network(precision):
    number = PRECISIONS.index(precision)
    text = subprocess.run([BIN / 'bench_engine', f'--benchmark_filter=run_batch/side:224/counted:1/precision:{number}', '--benchmark_min_time=3'],
                          capture_output=True, text=True, check=True).stdout
    return float(re.search(r'items_per_second=([\d.]+)', text)[1])


def our_job(arguments, images):
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        done = subprocess.run([BIN / 'sescope', 'analyze', arguments.model, arguments.images, '-o', Path(folder) / 'bench.profile',
                               '--size', str(SIDE), '--crop-pct', '0.875', '--batch', str(BATCH), '--precision', arguments.precision,
                               '--device', 'cpu', '--per-class', str(arguments.per_class)], capture_output=True, text=True)
        if done.returncode not in (0, 1):  # 1: some images skipped
            raise SystemExit(done.stderr)
        return images / (time.perf_counter() - begin)


def peer_network(model, seconds=4):
    x = torch.randn(BATCH, 3, SIDE, SIDE)
    times = []
    while len(times) < 3 or sum(times) < seconds:
        begin = time.perf_counter()
        model(x)
        times.append(time.perf_counter() - begin)
    return BATCH / statistics.median(times)


def show(name, rows):
    columns = list(zip(*rows))
    values = '; '.join(f'{title} {statistics.median(c):.1f} ({min(c):.1f} .. {max(c):.1f})'
                       for title, c in zip(('SE Scope', 'Python', 'sgemm'), columns))
    ratios = [row[0] / row[1] for row in rows]
    print(f'{name}, images/s: {values}; SE Scope / Python {statistics.median(ratios):.2f} '
          f'({min(ratios):.2f} .. {max(ratios):.2f}), {len(rows)} turns')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--model', required=True)
    parser.add_argument('--images', required=True)
    parser.add_argument('--per-class', type=int, default=128, help='images of the whole job')
    parser.add_argument('--turns', type=int, default=7, help='of the network alone')
    parser.add_argument('--job-turns', type=int, default=3)
    parser.add_argument('--precision', default='fp32', choices=PRECISIONS, help='of SE Scope')
    parser.add_argument('--mode', default='compile', help='of the peer; compiling is not timed')
    arguments = parser.parse_args()
    with torch.inference_mode():
        model = make_network(arguments.model, arguments.mode)
        for _ in range(2):
            model(torch.randn(BATCH, 3, SIDE, SIDE))
        networks = []
        for _ in range(arguments.turns):
            networks.append((our_network(arguments.precision), peer_network(model), sgemm_rate()))
        show('network with gates', networks)
        data = Images(arguments.images, arguments.per_class)
        show(f'files to statistics, {len(data)} images',
             [(our_job(arguments, len(data)), job_rate(model, data)) for _ in range(arguments.job_turns)])


main()
