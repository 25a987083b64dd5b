#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the interactive page against the command line, in a headless Chromium.

    tools/page/check.py build/release/bin/sescope [--pictures FOLDER] [--profile FILE]

The page that `sescope serve` answers with, and that of `sescope report --interactive`, show the same figures, read-outs,
verdicts (at several thresholds) and rankings as `sescope figure` and `sescope verdicts` write; names that are
markup stay text; nothing is asked elsewhere; the page follows a run that goes on. With --pictures, it is also looked
at: light and dark, at 1024 and 1920 pixels. tools/check_page installs what this needs.
"""
import argparse
import json
import os
import pathlib
import signal
import subprocess
import tempfile

from browser import Browser

MARKUP = '<img src=x onerror=alert(1)>'
THRESHOLDS = [{}, {'open': 0.5}, {'open': 0.05, 'late-stage': 2}, {'identity': 0.4}, {'identity': 100, 'late-stage': 2},
              {'strength': 0.3}, {'strength': 0}, {'stuck': 0.001}, {'stuck': 0.001, 'strength': 0.2}, {'margin': 0},
              {'margin': 1}, {'spread': 0.5, 'strength': 0.02, 'identity': 0, 'open': 1}, {'late-stage': 6, 'open': 0.1}]
FIGURES = ['class', 'instance', 'distribution', 'ridges', 'heatmap', 'similarity', 'depth', 'channels']


class Check:
    def __init__(self):
        self.count = 0

    def same(self, shown, expected, what):
        self.count += 1
        if shown != expected:
            raise SystemExit(f'check_page: {what}: the page shows\n{shown!r}\nand the command line\n{expected!r}')


check = Check()


class Program:
    """The command line, and what it says of one profile."""

    def __init__(self, path, folder):
        self.path, self.folder = str(pathlib.Path(path).resolve()), folder

    def run(self, *arguments, codes=(0,)):
        done = subprocess.run([self.path, '-q', *map(str, arguments)], capture_output=True, text=True, cwd=self.folder)
        if done.returncode not in codes:
            raise SystemExit(f'check_page: sescope {arguments}: {done.stderr}')
        return done.stdout

    def verdicts(self, profile, thresholds):
        flags = [part for key, value in thresholds.items() for part in ('--' + key, value)]
        return json.loads(self.run('verdicts', profile, '--json', *flags))

    def shown_verdicts(self, profile, thresholds):
        """Cells as people read them."""
        flags = [part for key, value in thresholds.items() for part in ('--' + key, value)]
        lines = self.run('verdicts', profile, '--format', 'markdown', *flags).splitlines()
        rows = [[cell.strip() for cell in line.strip('|').split('|')] for line in lines if line.startswith('|')]
        return [dict(zip(rows[0], row)) for row in rows[2:]]

    def figure(self, name, profile, *options):
        return json.loads(self.run('figure', name, profile, '--json', '-', *options))


def make_profiles(program, folder):
    """shown/whole.profile, of images with a class whose name is markup; part.profile, of an interrupted run."""
    program.run('demo', '--images', folder / 'images', '--per-class', '12')
    os.rename(folder / 'images' / 'dots', folder / 'images' / MARKUP)
    demo = pathlib.Path(__file__).resolve().parents[2] / 'resources' / 'demo'
    (folder / 'shown').mkdir()
    program.run('analyze', demo, folder / 'images', '-o', folder / 'shown' / 'whole.profile')
    part = folder / 'part.profile'
    command = [program.path, 'analyze', str(demo), str(folder / 'images'), '-o', str(part), '--batch', '2']
    running = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    for line in running.stderr:
        if ' image' in line:
            running.send_signal(signal.SIGINT)
            break
    running.stderr.read()
    if running.wait() != 130:
        raise SystemExit('check_page: the run was not to be interrupted')
    return demo


def set_field(browser, key, value):
    browser.run(f"""(() => {{ const field = document.getElementById('threshold-{key}'); field.value = {json.dumps(str(value))};
        field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input')); }})()""")


def table_of(browser):
    names, rows = browser.run("""(() => { const cells = (row) => [...row.children].map((cell) => cell.textContent);
        return [cells(document.querySelector('#verdicts thead tr')), [...document.querySelectorAll('#verdicts tbody tr')].map(cells)]; })()""")
    return [dict(zip(names, row)) for row in rows]


def check_verdicts(browser, program, profile):
    for thresholds in THRESHOLDS:
        browser.run("[...document.querySelectorAll('.sliders button')][0].click()")
        for key, value in thresholds.items():
            set_field(browser, key, value)
        flags = ' '.join(f'--{key} {value:g}' for key, value in sorted(thresholds.items()))
        browser.until(f"""document.getElementById('command').textContent.split(' --').slice(1).sort()
            .map((flag) => '--' + flag).join(' ') === {json.dumps(flags)}""", f'verdicts at {thresholds}')
        expected = program.shown_verdicts(profile, thresholds)
        check.same(table_of(browser), expected, f'verdicts at {thresholds}')
    browser.run("[...document.querySelectorAll('.sliders button')][0].click()")


def choose_classes(browser, names):
    """Checks the boxes of these classes, and no others."""
    browser.run("[...document.querySelectorAll('aside button')].find((each) => each.textContent === 'none').click()")
    browser.run(f"""for (const label of document.querySelectorAll('.classes label')) {{
        if ({json.dumps(names)}.includes(label.querySelector('span').textContent)) label.querySelector('input').click(); }}""")


def legend_of(browser):
    return browser.run("[...document.querySelectorAll('#figure .legend li')].map((each) => each.textContent)")


def check_class_figure(browser, program, profile, classes):
    browser.run("document.querySelector('[role=tab]').click()")
    choose_classes(browser, classes)
    browser.until(f"document.querySelectorAll('#figure .legend li').length === {len(classes) + 1}", 'the classes chosen')
    figure = program.figure('class', profile, '--classes', ','.join(f'"{each}"' for each in classes))
    titles = browser.run("[...document.querySelectorAll('#figure .panel h3')].map((each) => each.textContent)")
    check.same(titles, [panel['title'] for panel in figure['panels']], 'blocks of the class figure')
    expected = [f"{each['name']} (n = {each['n']:,})" if 'n' in each else each['name']
                for each in figure['panels'][0]['series']]
    check.same(legend_of(browser), expected, 'the legend')
    # Every point of the first panel, through the keys.
    panel = figure['panels'][0]
    browser.run("document.querySelector('#figure .area').focus()")
    browser.key('Escape')
    browser.key('ArrowUp')
    for at in (0, 1, 2):
        browser.key('ArrowRight')
        series = panel['series'][0]
        text = browser.run("document.getElementById('read-out').textContent")
        check.same(text.split(' ± ')[0], f"channel {int(series['x'][at + 1]):,}: {series['name']} {c3(series['y'][at + 1])}",
                   'what the keys read out')
    # And one under the pointer.
    box = browser.run("""(() => { const box = document.querySelector('#figure .frame').getBoundingClientRect();
        return [box.left, box.top, box.width, box.height]; })()""")
    browser.move(box[0] + 1, box[1] + box[3] / 2)
    text = browser.until("!document.querySelector('#figure .tip').hidden && document.querySelector('#figure .tip').textContent")
    check.same(text.startswith(f"channel {int(panel['series'][0]['x'][0])}: "), True, 'what the pointer reads out: ' + text)


def c3(value):
    """printf's %#.3g."""
    return ('%#.3g' % value).rstrip('.')


def check_ranking(browser, program, profile):
    figure = program.figure('class', profile, '--blocks', 'SE_4_1', '--channels', '0', '--classes', 'all')
    channel = 5
    series = [each for each in figure['panels'][0]['series'] if 'all ' not in each['name']]
    expected = sorted(((each['y'][channel], each['name']) for each in series), reverse=True)
    browser.run(f"""(() => {{ const block = document.getElementById('channel-block');
        block.value = [...block.options].find((each) => each.textContent === 'SE_4_1').value;
        const number = document.getElementById('channel-number'); number.value = {channel};
        number.dispatchEvent(new Event('change')); }})()""")
    browser.until("document.querySelector('.ranking li')", 'a ranking')
    shown = browser.run("""[...document.querySelectorAll('.ranking li')].map(
        (each) => [each.querySelector('.number').textContent.split(' ± ')[0], each.querySelector('.name').textContent])""")
    check.same(shown, [[c3(value), name] for value, name in expected], 'classes of a channel')


def check_figures(browser):
    for name in FIGURES:
        browser.run(f"[...document.querySelectorAll('[role=tab]')].find((each) => each.textContent === '{name}').click()")
        browser.until("!document.getElementById('figure').hasAttribute('aria-busy')", name)
        drawn = browser.run("document.querySelectorAll('#figure .curve, #figure canvas.cells, #figure .marker').length")
        check.same(drawn > 0, True, f'something in the figure {name}')
        check.same(browser.run("/NaN|undefined/.test(document.getElementById('figure').innerHTML)"), False, f'numbers of {name}')
    browser.run("document.querySelector('[role=tab]').click()")


def check_page(browser, program, profile):
    browser.until("document.querySelector('#figure .panel') && document.querySelector('#verdicts tr')", 'the page')
    names = browser.run("[...document.querySelectorAll('.classes label span')].map((each) => each.textContent)")
    check.same(MARKUP in names, True, f'markup as text among {names}')
    check.same(browser.run("document.querySelectorAll('img').length"), 0, 'elements of markup in names')
    check_verdicts(browser, program, profile)
    check_class_figure(browser, program, profile, [MARKUP, 'rings'])
    check_ranking(browser, program, profile)
    check_figures(browser)
    check.same(browser.complaints, [], 'what the browser complains of')


def check_growth(browser, program, folder, demo):
    """The page follows a file that is replaced while it looks at it."""
    images = sum(1 for each in (folder / 'images').rglob('*') if each.is_file())
    growing = folder / 'shown' / 'growing.profile'
    os.replace(folder / 'part.profile', growing)
    browser.until("document.querySelectorAll('#profile option').length === 2", 'the new profile')
    browser.run("""(() => { const chooser = document.getElementById('profile'); chooser.value = 'growing.profile';
        chooser.dispatchEvent(new Event('change')); })()""")
    browser.until(f"/partial: \\d+ of {images} images/.test(document.getElementById('progress').textContent)", 'progress')
    program.run('analyze', demo, folder / 'images', '-o', growing, '--batch', '2', '--resume')
    browser.until("document.getElementById('progress').textContent === '' && "
                  f"document.querySelector('.subtitle').textContent.includes(' {images} images ')", 'the end of the run')
    check.same(browser.complaints, [], 'what the browser complains of')


def take_pictures(browser, folder, name):
    folder.mkdir(parents=True, exist_ok=True)
    for dark in (False, True):
        for width, height in ((1024, 768), (1920, 1080)):
            browser.look(width, height, dark)
            for figure in FIGURES:
                browser.run(f"[...document.querySelectorAll('[role=tab]')].find((each) => each.textContent === '{figure}').click()")
                browser.until("!document.getElementById('figure').hasAttribute('aria-busy')")
                browser.picture(folder / f"{name}-{figure}-{width}-{'dark' if dark else 'light'}.png")
            browser.run("document.getElementById('verdicts').scrollIntoView({block: 'center'})")
            browser.picture(folder / f"{name}-verdicts-{width}-{'dark' if dark else 'light'}.png")
            browser.run('scrollTo(0, 0)')
            browser.run("document.querySelector('[role=tab]').click()")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('program')
    parser.add_argument('--pictures', type=pathlib.Path)
    parser.add_argument('--profile', type=pathlib.Path, help='to take pictures of instead of the demo')
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix='sescope-page-') as name:
        folder = pathlib.Path(name)
        program = Program(options.program, folder)
        demo = make_profiles(program, folder)
        profile = folder / 'shown' / 'whole.profile'
        served = subprocess.Popen([program.path, 'serve', str(folder / 'shown'), '--port', '0'], text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        browser = Browser()
        try:
            address = served.stdout.readline().strip()
            browser.open(address)
            check_page(browser, program, profile)
            check_growth(browser, program, folder, demo)
            origin = address.split('?')[0]
            check.same([each for each in browser.asked if not each.startswith((origin, 'data:', 'about:'))], [], 'requests elsewhere')
            served.send_signal(signal.SIGINT)
            check.same(served.wait(10), 0, 'the end of serve')
            program.run('report', options.profile.resolve() if options.profile else profile, '--interactive', '-o', 'page.html')
            if options.profile:
                program.run('report', profile, '--interactive', '-o', 'demo.html')
            browser.complaints.clear()
            browser.asked.clear()
            browser.open((folder / ('demo.html' if options.profile else 'page.html')).as_uri())
            check_page(browser, program, profile)
            check.same([each for each in browser.asked if not each.startswith(('file:', 'data:'))], [], 'requests elsewhere')
            if options.pictures:
                browser.open((folder / 'page.html').as_uri())
                browser.until("document.querySelector('#figure .panel')", 'the page')
                take_pictures(browser, options.pictures, 'page')
        finally:
            browser.close()
            served.kill()
    print(f'check_page: {check.count} comparisons, all the same')


if __name__ == '__main__':
    main()
