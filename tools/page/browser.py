# SPDX-License-Identifier: GPL-3.0-or-later
"""A headless Chromium, driven through a pipe: its DevTools protocol, of which a few calls are needed."""
import base64
import fcntl
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time


class Browser:
    """One tab. What the page complains of is kept in `complaints`."""

    def __init__(self, width=1280, height=900):
        program = shutil.which('chromium') or shutil.which('chromium-browser') or shutil.which('google-chrome')
        if not program:
            raise SystemExit('no Chromium: tools/check_page installs it')
        self.folder = tempfile.mkdtemp(prefix='sescope-browser-')
        there_read, there_write = os.pipe()
        here_read, here_write = os.pipe()

        def connect():
            # By other numbers first: one of the two may be 3 or 4 itself.
            read, write = (fcntl.fcntl(fd, fcntl.F_DUPFD, 10) for fd in (there_read, here_write))
            os.dup2(read, 3)
            os.dup2(write, 4)

        # In a container Chromium cannot make a sandbox of its own; it opens our pages only.
        self.process = subprocess.Popen(
            [program, '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars',
             '--remote-debugging-pipe', f'--user-data-dir={self.folder}', f'--window-size={width},{height}'],
            close_fds=False, preexec_fn=connect, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(there_read)
        os.close(here_write)
        self.to = os.fdopen(there_write, 'wb', buffering=0)
        self.back = here_read
        self.rest = b''
        self.number = 0
        self.session = None
        self.complaints = []
        self.asked = []
        target = self.call('Target.createTarget', url='about:blank')['targetId']
        self.session = self.call('Target.attachToTarget', targetId=target, flatten=True)['sessionId']
        for domain in ('Page', 'Runtime', 'Log', 'Network'):
            self.call(domain + '.enable')

    def receive(self):
        while b'\0' not in self.rest:
            piece = os.read(self.back, 1 << 20)
            if not piece:
                raise SystemExit('Chromium has ended')
            self.rest += piece
        text, self.rest = self.rest.split(b'\0', 1)
        return json.loads(text)

    def note(self, message):
        method, values = message.get('method'), message.get('params', {})
        if method == 'Runtime.exceptionThrown':
            details = values['exceptionDetails']
            self.complaints.append(details.get('exception', {}).get('description', details['text']))
        elif method == 'Log.entryAdded' and values['entry']['level'] in ('error', 'warning'):
            self.complaints.append(values['entry']['text'])
        elif method == 'Network.requestWillBeSent':
            self.asked.append(values['request']['url'])

    def call(self, method, **parameters):
        self.number += 1
        message = {'id': self.number, 'method': method, 'params': parameters}
        if self.session:
            message['sessionId'] = self.session
        self.to.write(json.dumps(message).encode() + b'\0')
        while True:
            answer = self.receive()
            if answer.get('id') != self.number:
                self.note(answer)
            elif 'error' in answer:
                raise RuntimeError(f"{method}: {answer['error']['message']}")
            else:
                return answer['result']

    def run(self, script):
        """The value of a JavaScript expression; a promise's once it is there."""
        answer = self.call('Runtime.evaluate', expression=script, returnByValue=True, awaitPromise=True)
        if 'exceptionDetails' in answer:
            raise RuntimeError(answer['exceptionDetails'].get('exception', {}).get('description', script))
        return answer['result'].get('value')

    def until(self, script, what=None, seconds=30):
        end = time.monotonic() + seconds
        while not (value := self.run(f'((value) => value instanceof Node || value)({script})')):
            if time.monotonic() > end:
                raise SystemExit(f'never came true: {what or script}\nthe page says: {self.complaints}')
            time.sleep(0.05)
        return value

    def open(self, address):
        self.call('Page.navigate', url=address)
        self.until("document.readyState === 'complete'")

    def look(self, width, height, dark):
        self.call('Emulation.setDeviceMetricsOverride', width=width, height=height, deviceScaleFactor=1, mobile=False)
        scheme = 'dark' if dark else 'light'
        self.call('Emulation.setEmulatedMedia', features=[{'name': 'prefers-color-scheme', 'value': scheme}])

    def picture(self, path, whole=False):
        time.sleep(0.3)
        answer = self.call('Page.captureScreenshot', format='png', captureBeyondViewport=whole)
        pathlib.Path(path).write_bytes(base64.b64decode(answer['data']))

    def move(self, x, y):
        self.call('Input.dispatchMouseEvent', type='mouseMoved', x=x, y=y)

    def click(self, x, y):
        for kind in ('mousePressed', 'mouseReleased'):
            self.call('Input.dispatchMouseEvent', type=kind, x=x, y=y, button='left', clickCount=1)

    def key(self, name):
        for kind in ('keyDown', 'keyUp'):
            self.call('Input.dispatchKeyEvent', type=kind, key=name, code=name)

    def close(self):
        try:
            self.session = None
            self.call('Browser.close')
            self.process.wait(10)
        except (OSError, SystemExit, subprocess.TimeoutExpired):
            self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
