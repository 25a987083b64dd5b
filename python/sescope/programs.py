# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs of SE Scope, which lie beside this file in an installed package."""
from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

INTERRUPTED = 130


class RunError(RuntimeError):
    """The program ended with an error; `exit_code` is one of those that `sescope --help` lists."""

    def __init__(self, message: str, exit_code: int):
        super().__init__(message)
        self.exit_code = exit_code


def program(name: str = 'sescope') -> str:
    """The path of a program: the package's own, or that of the environment variable SESCOPE."""
    packaged = Path(__file__).parent / 'bin' / name
    if packaged.exists():
        return str(packaged)
    chosen = os.environ.get('SESCOPE')
    if chosen is not None:
        return str(Path(chosen).with_name(name))
    raise RunError(f'{packaged} is missing: install sescope, or name a program in SESCOPE', 2)


def environment() -> dict[str, str]:
    """The environment for a program: it runs networks with the torch that this Python would import."""
    values = dict(os.environ)
    if 'SESCOPE_TORCH' not in values:
        torch = importlib.util.find_spec('torch')  # finds it without importing it
        if torch is not None and torch.submodule_search_locations:
            values['SESCOPE_TORCH'] = torch.submodule_search_locations[0]
    return values


def run(arguments: Sequence[str | os.PathLike], *, check: bool = True, **options) -> subprocess.CompletedProcess:
    """Runs `sescope ARGUMENTS` to its end, and returns what it wrote (stdout, stderr) as text.

    Throws RunError with the program's own message for exit codes other than 0 (ok) and 1 (finished,
    some input was skipped), unless `check` is off. Options go to subprocess.run.
    """
    command = [program(), *map(os.fspath, arguments)]
    settings = {'capture_output': True, 'text': True, 'env': environment(), **options}
    result = subprocess.run(command, check=False, **settings)
    if check and result.returncode not in (0, 1):
        message = (result.stderr or '').strip() or f'sescope ended with {result.returncode}'
        raise RunError(message, result.returncode)
    return result


def become(name: str) -> None:
    """Replaces this process by a program, with the arguments of the command line."""
    try:
        path = program(name)
    except RunError as error:
        sys.exit(f'sescope: {error}')
    os.execve(path, [name, *sys.argv[1:]], environment())


def main() -> None:
    become('sescope')


def gui_main() -> None:
    become('sescope-gui')
