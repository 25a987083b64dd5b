#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiles the sources of one folder into a static library: compile_folder.py BUILD FOLDER LIBRARY.

By the commands of BUILD/compile_commands.json, and nothing else of the project: as a target, the library would have
all libraries built that it links.
"""
import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import sys


def compile_one(entry):
    words = shlex.split(entry['command'])
    target = pathlib.Path(entry['directory'], words[words.index('-o') + 1])
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(words, cwd=entry['directory'], check=True)
    return str(target)


def main(build, folder, library):
    commands = json.loads(pathlib.Path(build, 'compile_commands.json').read_text())
    chosen = [entry for entry in commands if f'/{folder}/' in entry['file']]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as workers:
        objects = list(workers.map(compile_one, chosen))
    subprocess.run(['ar', 'rcs', library, *objects], check=True)


if __name__ == '__main__':
    if len(sys.argv) != 4:
        sys.exit('usage: compile_folder.py BUILD FOLDER LIBRARY')
    main(*sys.argv[1:])
