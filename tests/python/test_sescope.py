# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python module against the program: needs SESCOPE (the program), numpy and safetensors."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

import numpy

import sescope
from sescope import profile, programs

SOURCE = pathlib.Path(__file__).parents[2]


class Profiles(unittest.TestCase):
    """A profile of the demo network, read."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix='sescope-')
        out = pathlib.Path(cls.folder.name)
        sescope.run(['demo', '--out', out, '--per-class', '2', '--precision', 'fp32', '--quiet'])
        (cls.path,) = out.rglob('*.profile')
        cls.profile = sescope.read(cls.path)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def blocks(self):
        rows = json.loads(sescope.run(['blocks', self.path, '--json']).stdout)
        return [row for row in rows if row['block'] != 'network']  # the last sums up

    def test_sites_are_those_of_the_table(self):
        rows = self.blocks()
        self.assertEqual([row['block'] for row in rows], list(self.profile))
        self.assertEqual([row['channels'] for row in rows], [site.channels for site in self.profile.sites])

    def test_classes_and_images(self):
        self.assertEqual(len(self.profile.classes), 10)
        self.assertEqual(self.profile.classes[0], 'bricks')
        self.assertEqual(self.profile.images.tolist(), [2] * 10)
        self.assertEqual(self.profile.confusion.sum(), 20)
        self.assertFalse(self.profile.partial)
        self.assertEqual(self.profile.top1, numpy.trace(self.profile.confusion) / 20)

    def test_mean_gates_are_those_of_the_table(self):
        for row in self.blocks():
            gates = self.profile[row['block']]
            self.assertEqual(gates.mean.shape, (10, row['channels']))
            self.assertAlmostEqual(float(gates.mean.mean()), row['mean'], places=5)
            self.assertAlmostEqual(float(gates.open.mean()), row['open'], places=5)
            self.assertAlmostEqual(float(gates.closed.mean()), row['closed'], places=5)

    def test_arrays_agree_with_each_other(self):
        gates = self.profile['SE_5_3']
        self.assertEqual(gates.site.kind, 'SE')
        self.assertTrue((gates.min <= gates.mean + 1e-6).all() and (gates.mean <= gates.max + 1e-6).all())
        self.assertTrue((gates.histogram.sum(axis=1) == gates.count * gates.site.channels).all())
        # Of two images the variance is a quarter of the square of their distance.
        distance = gates.max.astype(float) - gates.min
        self.assertTrue(numpy.allclose(gates.variance, distance**2 / 4, atol=1e-6))

    def test_unknown_site_is_a_key_error(self):
        with self.assertRaises(KeyError):
            self.profile['SE_9_9']

    def test_what_is_no_profile_is_refused(self):
        text = pathlib.Path(self.folder.name) / 'text.profile'
        text.write_text('no profile')
        with self.assertRaises(sescope.ProfileError):
            sescope.read(text)
        with self.assertRaisesRegex(sescope.ProfileError, 'no profile of SE Scope'):
            sescope.read(SOURCE / 'resources/demo/model.safetensors')

    def test_rows_become_a_frame(self):
        """By a stand-in for pandas, which need not be there."""
        pandas = mock.Mock()
        pandas.DataFrame = lambda columns: columns
        pandas.concat = lambda frames, ignore_index: frames
        with mock.patch.dict(sys.modules, {'pandas': pandas}):
            (frame,) = self.profile.to_pandas('SE_5_3')
        gates = self.profile['SE_5_3']
        row = 3 * gates.site.channels + 7
        self.assertEqual(frame['class'][row], self.profile.classes[3])
        self.assertEqual(frame['channel'][row], 7)
        self.assertEqual(frame['mean'][row], gates.mean[3, 7])
        self.assertEqual({len(column) for column in frame.values()}, {10 * gates.site.channels})


class Programs(unittest.TestCase):
    def test_errors_carry_message_and_code(self):
        with self.assertRaisesRegex(sescope.RunError, 'nothing.safetensors') as caught:
            sescope.run(['info', 'nothing.safetensors'])
        self.assertEqual(caught.exception.exit_code, 3)
        self.assertEqual(sescope.run(['info', 'nothing.safetensors'], check=False).returncode, 3)

    def test_module_is_the_program(self):
        told = subprocess.run([sys.executable, '-m', 'sescope', '--version'], capture_output=True, text=True, check=True)
        self.assertEqual(told.stdout, sescope.run(['--version']).stdout)

    def test_torch_of_this_python_is_passed_on(self):
        torch = mock.Mock(submodule_search_locations=['/place/torch'])
        with mock.patch('importlib.util.find_spec', return_value=torch), mock.patch.dict('os.environ'):
            programs.os.environ.pop('SESCOPE_TORCH', None)
            self.assertEqual(programs.environment()['SESCOPE_TORCH'], '/place/torch')
            programs.os.environ['SESCOPE_TORCH'] = '/chosen'
            self.assertEqual(programs.environment()['SESCOPE_TORCH'], '/chosen')

    def test_format_is_that_of_the_program(self):
        header = (SOURCE / 'core/excitation/profile_json.h').read_text()
        self.assertEqual(int(re.search(r'kNewestFormat = (\d+)', header)[1]), profile.NEWEST_FORMAT)


if __name__ == '__main__':
    unittest.main()
