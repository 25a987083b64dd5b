#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes an installed tree stand on its own: packaging/bundle.py TREE.

Copies the shared libraries that TREE/bin and TREE/lib/sescope need, Qt's plugins and a font into it, and has
every file look for its libraries beside itself. Left to the machine are glibc and GCC's run-time libraries, which
every Linux with Python has, and LibTorch, which the engines find by themselves. Needs patchelf in the PATH.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys

# Of glibc and GCC: to bring another beside the system's would be asking for trouble.
SYSTEM = re.compile(r'(ld-linux.*|lib(c|m|dl|pthread|rt|resolv|util|anl|nsl|mvec|stdc\+\+|gcc_s)\.so.*|linux-vdso.*)$')
# Found at run time (core/engine/torch_search.h), with the OpenMP library that it is linked to.
TORCH = re.compile(r'lib(torch|c10|torch_cpu)\.so$|libgomp-.*')
QT_PLUGINS = [
    'platforms/libqxcb.so',
    'platforms/libqoffscreen.so',
    'platforminputcontexts/libcomposeplatforminputcontextplugin.so',
    'platforminputcontexts/libibusplatforminputcontextplugin.so',
    'iconengines/libqsvgicon.so',
    'imageformats/libqsvg.so',
    'imageformats/libqjpeg.so',
]
FONTS = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf']
FONTS_CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<!-- Read where the system has no fonts.conf of its own. -->
<fontconfig>
  <dir prefix="relative">.</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


def output_of(*command, **variables):
    environment = {**os.environ, **variables}
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout


def is_elf(path):
    if path.is_symlink() or not path.is_file():
        return False
    with path.open('rb') as file:
        return file.read(4) == b'\x7fELF'


def libraries_of(file, folder):
    """Name and place of every library that the loader would open for the file, the folder's before others."""
    found = {}
    for line in output_of('ldd', str(file), LD_LIBRARY_PATH=str(folder)).splitlines():
        match = re.match(r'\s*(\S+) => (.+?)(?: \(0x|$)', line)
        if not match or SYSTEM.match(match[1]) or TORCH.match(match[1]):
            continue
        if match[2] == 'not found':
            sys.exit(f'bundle: {file} needs {match[1]}, which this machine does not have')
        found[match[1]] = pathlib.Path(match[2])
    return found


def copy_plugins(libraries):
    source = pathlib.Path(output_of('qtpaths6', '--query', 'QT_INSTALL_PLUGINS').strip())
    for name in QT_PLUGINS:
        target = libraries / 'plugins' / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source / name, target)


def copy_fonts(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name in FONTS:
        shutil.copy2(pathlib.Path('/usr/share/fonts/truetype/dejavu') / name, folder / name)  # fonts-dejavu-core
    (folder / 'fonts.conf').write_text(FONTS_CONFIG)


def bundle(tree):
    libraries = tree / 'lib' / 'sescope'
    gui = (tree / 'bin' / 'sescope-gui').exists()
    if gui:
        copy_plugins(libraries)
        copy_fonts(tree / 'share' / 'sescope' / 'fonts')
        (tree / 'bin' / 'qt.conf').write_text('[Paths]\nPrefix = ..\nPlugins = lib/sescope/plugins\n')
    ours = [path for path in tree.rglob('*') if is_elf(path)]
    needed = {}
    for file in ours:
        # The engines' own libraries lie in the tree, or come with LibTorch.
        if not file.name.startswith('libsescope_engine'):
            needed.update(libraries_of(file, libraries))
    own = {path.name for path in ours}
    for name, place in sorted(needed.items()):
        if name not in own:
            shutil.copy2(place.resolve(), libraries / name)
            ours.append(libraries / name)
    for file in ours:
        if file.name.startswith('libicudata.so'):
            subprocess.run([str(pathlib.Path(__file__).with_name('small-icu')), str(file)], check=True)
    for file in ours:
        file.chmod(0o755)
        subprocess.run(['strip', '--strip-unneeded', str(file)], check=True)
        way = os.path.relpath(libraries, file.parent)
        place = '$ORIGIN' if way == '.' else f'$ORIGIN/{way}'
        subprocess.run(['patchelf', '--page-size', '4096', '--set-rpath', place, str(file)], check=True)
    return sorted(ours)


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit('usage: bundle.py TREE')
    for path in bundle(pathlib.Path(sys.argv[1]).resolve()):
        print(f'{path.stat().st_size:>10} {path.name}')
