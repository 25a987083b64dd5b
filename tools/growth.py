#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How cost grows: rate of the network against batch, size, threads and depth; memory of `analyze` against images and
classes; time and memory of merging shards. Prints tables; see scripts/bench --growth."""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(command):
    """Output, seconds and peak memory in MB of a program; 1 means that images were skipped."""
    with tempfile.TemporaryFile('w+') as out, tempfile.TemporaryFile('w+') as err:
        begin = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        out.seek(0)
        err.seek(0)
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            sys.exit(f'growth: {command[0]} failed:\n{err.read()[-2000:]}')
        return out.read(), seconds, usage.ru_maxrss / 1024


def print_table(heads, rows):
    print('| ' + ' | '.join(heads) + ' |\n|' + '---|' * len(heads))
    for row in rows:
        print('| ' + ' | '.join(str(cell) for cell in row) + ' |')
    print(flush=True)


def rates(arguments):
    """Images a second of the network with gates counted, random weights: of the median batch."""
    text, _, _ = run([arguments.bin / 'bench_engine', '--benchmark_filter=^growth/', '--benchmark_format=json'])
    rows = {}
    for result in json.loads(text)['benchmarks']:
        depth, side, batch, threads = (int(re.search(rf'{key}:(\d+)', result['name'])[1])
                                       for key in ('depth', 'side', 'batch', 'threads'))
        rows[depth, side, batch, threads] = result['images_per_second']
    print('Network with gates, fp32, images/s (SE-ResNet-50, 224 px, batch 16, 2 threads where nothing else is said)\n')
    for title, at, pick in (
            ('batch', 2, lambda d, s, b, t: (d, s, t) == (50, 224, 2)),
            ('side', 1, lambda d, s, b, t: (d, b, t) == (50, 16, 2))):
        chosen = sorted((key[at], rate) for key, rate in rows.items() if pick(*key))
        print_table([title] + [str(value) for value, _ in chosen], [['images/s'] + [f'{rate:.1f}' for _, rate in chosen]])
    print_table(['depth', '1 thread', '2 threads', 'ratio'], [
        (depth, f'{rows[depth, 224, 16, 1]:.2f}', f'{rows[depth, 224, 16, 2]:.2f}',
         f'{rows[depth, 224, 16, 2] / rows[depth, 224, 16, 1]:.2f}') for depth in (50, 101, 152)])


def make_images(folder, base, images, classes):
    """`images` names in `classes` folders, which are hard links to a few files."""
    for label in range(classes):
        (folder / f'c{label:04}').mkdir(parents=True)
    for index in range(images):
        os.link(base[index % len(base)], folder / f'c{index % classes:04}' / f'{index:06}.png')


def memory(arguments, scratch):
    """Peak memory of whole runs in batches of 16."""
    run([arguments.bin / 'sescope', 'demo', '--images', scratch / 'base', '--per-class', 20, '--side', 64])
    base = sorted((scratch / 'base').rglob('*.png'))
    cases = [(ROOT / 'resources' / 'demo', images, 10) for images in arguments.images]
    cases += [(ROOT / 'resources' / 'demo', 2000, classes) for classes in (10, 100, 1000)]
    if arguments.model:
        cases += [(arguments.model, images, 10) for images in (64, 256)]
    rows = []
    for number, (model, images, classes) in enumerate(cases):
        folder = scratch / f'images{number}'
        make_images(folder, base, images, classes)
        print(f'analyze: {images} images of {classes} classes', file=sys.stderr, flush=True)
        profile = scratch / f'{number}.profile'
        _, seconds, peak = run([arguments.bin / 'sescope', '-q', 'analyze', model, folder, '-o', profile, '--batch', 16,
                                '--device', 'cpu', '--precision', 'fp32'])
        rows.append((f'{Path(model).name}', f'{images:,}', f'{classes:,}', f'{peak:.0f}',
                     f'{profile.stat().st_size / 2 ** 20:.0f}', f'{seconds:.1f}'))
    print('Peak memory of `sescope analyze --batch 16`\n')
    print_table(['network', 'images', 'classes', 'peak, MB', 'profile, MB', 's'], rows)


def merging(arguments, scratch):
    """Merging the shards of 1,000 classes of 50 images."""
    folder = scratch / 'shards'
    print(f'writing {arguments.shards} shards', file=sys.stderr, flush=True)
    run([arguments.bin / 'made_up_shards', folder, arguments.shards, 1000, 50])
    parts = sorted(folder.iterdir())
    rows = []
    for _ in range(3):
        whole = scratch / 'whole.profile'
        _, seconds, peak = run([arguments.bin / 'sescope', '-q', 'merge', *parts, '-o', whole])
        rows.append((len(parts), f'{sum(p.stat().st_size for p in parts) / 2 ** 20:.0f}',
                     f'{whole.stat().st_size / 2 ** 20:.0f}', f'{seconds:.2f}', f'{peak:.0f}'))
    print('`sescope merge` of a profile of SE-ResNet-50, 1,000 classes of 50 images, three times\n')
    print_table(['shards', 'read, MB', 'written, MB', 's', 'peak, MB'], rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--bin', type=Path, default=ROOT / 'build' / 'release' / 'bin')
    parser.add_argument('--what', default='rates,memory,merge', help='which tables')
    parser.add_argument('--model', default='', help='also its memory, at its own size')
    parser.add_argument('--images', default='400,5000,50000', help='of the memory table')
    parser.add_argument('--shards', type=int, default=100)
    arguments = parser.parse_args()
    arguments.images = [int(n) for n in arguments.images.split(',') if n]
    what = arguments.what.split(',')
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        if 'rates' in what:
            rates(arguments)
        if 'memory' in what:
            memory(arguments, scratch)
        if 'merge' in what:
            merging(arguments, scratch)


main()
