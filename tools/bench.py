#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs SE Scope and its Python peer in turn and prints one table of medians; see scripts/bench."""
import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / 'build' / 'release' / 'bin'
PRECISIONS = ('fp32', 'bf16x3', 'bf16')  # as bench_engine numbers them


def run(command, fine=(0,)):
    """Output, seconds and peak memory in MB of a program, which ends with a code that is `fine`; what it says on stderr is kept for an error."""
    with tempfile.TemporaryFile('w+') as out, tempfile.TemporaryFile('w+') as err:
        begin = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        out.seek(0)
        err.seek(0)
        code = os.waitstatus_to_exitcode(status)
        if code not in fine:
            sys.exit(f'bench: {command[0]} ended with {code}:\n{err.read()[-2000:]}')
        return out.read(), seconds, usage.ru_maxrss / 1024


def count_images(folder, per_class):
    return sum(min(per_class, len(list(c.iterdir()))) for c in Path(folder).iterdir() if c.is_dir())


def ours(arguments, precision):
    """Network alone (batches in memory, gates counted), the whole job with its start, and memory."""
    text, _, _ = run([BIN / 'bench_engine', f'--benchmark_filter=run_batch/side:224/counted:1/precision:{PRECISIONS.index(precision)}',
                      '--benchmark_min_time=3'])
    rate = re.search(r'items_per_second=([\d.]+)', text)
    if rate is None:
        return {}  # this processor has nothing for that precision
    row = {'network': float(rate[1])}
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder) / 'bench.profile'
        _, seconds, memory = run([BIN / 'sescope', 'analyze', arguments.model, arguments.images, '-o', profile,
                                  '--size', 224, '--crop-pct', 0.875, '--batch', 16, '--precision', precision, '--device', 'cpu',
                                  '--per-class', arguments.per_class], fine=(0, 1))  # 1: some images skipped
    return {**row, 'job': count_images(arguments.images, arguments.per_class) / seconds, 'memory': memory}


def peer(arguments, mode):
    text, _, memory = run([sys.executable, ROOT / 'tools' / 'bench_peer.py', arguments.model, arguments.images, mode,
                           arguments.per_class])
    row = json.loads(text.strip().splitlines()[-1])
    return {**row, 'memory': memory} if 'job' in row else row


def start_times(arguments):
    def best(command):
        return min(run(command)[1] for _ in range(7)) * 1000
    print(f"\nstart: --help {best([BIN / 'sescope', '--help']):.0f} ms, "
          f"info {best([BIN / 'sescope', 'info', arguments.model]):.0f} ms (best of 7)")


def shown(values, form):
    if not values:
        return ''
    return f'{statistics.median(values):{form}} ({min(values):{form}} .. {max(values):{form}})'


def processor():
    text = Path('/proc/cpuinfo').read_text()
    name = re.search(r'model name\s*: (.*)', text)[1]
    has = [flag for flag in ('avx2', 'avx512f', 'avx512_bf16', 'amx_bf16') if re.search(rf'\b{flag}\b', text)]
    return f'{len(os.sched_getaffinity(0))} cores of {name} ({", ".join(has)})'


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--model', required=True)
    parser.add_argument('--images', required=True)
    parser.add_argument('--rounds', type=int, default=3)
    parser.add_argument('--per-class', type=int, default=32)
    parser.add_argument('--precisions', default='fp32,bf16x3,bf16', help='of SE Scope')
    parser.add_argument('--modes', default='eager,channels_last,compile,compile_bf16,sgemm')
    arguments = parser.parse_args()
    contestants = {f'sescope {p}': lambda p=p: ours(arguments, p) for p in arguments.precisions.split(',')}
    contestants |= {('sgemm (MKL)' if m == 'sgemm' else f'Python {m}'): lambda m=m: peer(arguments, m) for m in arguments.modes.split(',')}
    rows = {name: [] for name in contestants}
    for number in range(arguments.rounds):
        for name, measure in contestants.items():
            print(f'round {number + 1}: {name}', file=sys.stderr, flush=True)
            rows[name].append(measure())
    print(f'{processor()}; SE-ResNet-50, 224 px, batches of 16; median (least .. most) of {arguments.rounds} rounds\n')
    print('| | network, images/s | files to statistics, images/s | peak memory, MB |\n|---|---|---|---|')
    for name, results in rows.items():
        column = {key: [r[key] for r in results if key in r] for key in ('network', 'job', 'memory')}
        print(f"| {name} | {shown(column['network'], '.1f')} | {shown(column['job'], '.1f')} | {shown(column['memory'], '.0f')} |")
    start_times(arguments)


main()
