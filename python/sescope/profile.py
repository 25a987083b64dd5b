# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading of profiles: one safetensors file with a description in JSON (docs/python.md)."""
from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy
from safetensors import SafetensorError, safe_open

NEWEST_FORMAT = 5


class ProfileError(ValueError):
    """The file is no profile, or one of a newer SE Scope."""


@dataclass(frozen=True)
class Site:
    """A place of the network where a gate scales channels."""

    name: str  #: as in figures, tables and names of tensors: "SE_4_6"
    id: str  #: unique in the network
    stage: int  #: 0: none
    channels: int
    kind: str  #: "SE", "ESE", "ECA", ..
    curve: str  #: "sigmoid", "hard sigmoid", ..
    lower: float  #: bounds of the gate, perhaps infinite
    upper: float
    parameters: int
    operations: int


@dataclass(frozen=True)
class SiteGates:
    """What was recorded of a site's gates. Rows are the profile's classes.

    Where a class has no image, `count` is 0 and statistics are NaN.
    """

    site: Site
    count: numpy.ndarray  #: [classes] images whose gates are counted
    mean: numpy.ndarray  #: [classes, channels] fp32
    variance: numpy.ndarray  #: [classes, channels] fp32, over the images of a class (divided by their number)
    min: numpy.ndarray  #: [classes, channels] fp32
    max: numpy.ndarray  #: [classes, channels] fp32
    open: numpy.ndarray  #: [classes, channels] fraction of gates above `open_above`
    closed: numpy.ndarray  #: [classes, channels] fraction of gates below `closed_below`
    histogram: numpy.ndarray  #: [classes, bins] counts over all channels, from `lower` to `upper`


class Profile(Mapping):
    """A profile: a mapping from names of sites to their gates, which are read when asked for."""

    def __init__(self, path: str | os.PathLike):
        self.path = os.fspath(path)
        try:
            self._file = safe_open(self.path, 'np')
            described = (self._file.metadata() or {}).get('sescope')
        except (SafetensorError, OSError) as error:
            raise ProfileError(f'{self.path}: cannot be read as a profile: {error}') from error
        if described is None:
            raise ProfileError(f'{self.path}: is a safetensors file, but no profile of SE Scope')
        #: everything that the profile says of itself: origin, network, settings, skipped images
        self.about: dict = json.loads(described)
        if self.about['format'] > NEWEST_FORMAT:
            raise ProfileError(f'{self.path}: was written by a newer SE Scope; update this module')
        tensors = set(self._file.keys())
        every = [entry['name'] for entry in self.about['classes']]
        #: names of classes, as the rows of arrays
        self.classes: list[str] = every
        # A part of a data set has rows for those classes only of which it has images.
        if 'classes' in tensors and len(every) != self._rows():
            self.classes = [every[row] for row in self._file.get_tensor('classes')]
        self.sites: list[Site] = self._read_sites()

    def _rows(self) -> int:
        return self._file.get_slice('images').get_shape()[0]

    def _read_sites(self) -> list[Site]:
        recorded = {entry['block'] for entry in self.about['blocks']}
        return [
            Site(
                name=entry['label'],
                id=entry['id'],
                stage=entry['stage'],
                channels=entry['channels'],
                kind=entry['kind'],
                curve=entry['curve'],
                lower=-numpy.inf if entry['lower'] is None else entry['lower'],
                upper=numpy.inf if entry['upper'] is None else entry['upper'],
                parameters=entry['parameters'],
                operations=entry['operations'],
            )
            for entry in self.about['network'].get('sites', [])
            if entry['label'] in recorded
        ]

    @property
    def images(self) -> numpy.ndarray:
        """Number of images of each class, [classes]."""
        return self._file.get_tensor('images')

    @property
    def confusion(self) -> numpy.ndarray:
        """Predictions: [classes, classes of the head]; of no columns without a classifier."""
        return self._file.get_tensor('predictions.confusion')

    @property
    def top1(self) -> float | None:
        """Accuracy over all images; None where classes were not matched to the head."""
        predictions = self.about['predictions']
        images = self._file.get_tensor('predictions.images').sum()
        if not predictions['matched'] or images == 0:
            return None
        return float(self._file.get_tensor('predictions.top1').sum() / images)

    @property
    def partial(self) -> bool:
        """Whether images of the data set are missing: an interrupted run, or a shard."""
        return any(part['done'] < part['total'] for part in self.about['origin']['covered'])

    def __getitem__(self, name: str) -> SiteGates:
        site = next((site for site in self.sites if site.name == name), None)
        if site is None:
            raise KeyError(name)
        get = lambda what: self._file.get_tensor(f'{name}.{what}')
        count = get('count')
        empty = (count == 0)[:, None]
        of_count = numpy.where(empty, 1, count[:, None])
        blank = lambda values: numpy.where(empty, numpy.float32('nan'), values)
        return SiteGates(
            site=site,
            count=count,
            mean=blank(get('mean')),
            variance=blank(get('variance')),
            min=blank(get('min')),
            max=blank(get('max')),
            open=blank((get('open') / of_count).astype(numpy.float32)),
            closed=blank((get('closed') / of_count).astype(numpy.float32)),
            histogram=get('histogram'),
        )

    def __iter__(self) -> Iterator[str]:
        return iter([site.name for site in self.sites])

    def __len__(self) -> int:
        return len(self.sites)

    def __repr__(self) -> str:
        network = self.about['network'].get('architecture', '')
        return (
            f'<Profile of {network}: {len(self)} sites, {len(self.classes)} classes, '
            f'{int(self.images.sum())} images>'
        )

    def to_pandas(self, *names: str):
        """A DataFrame with a row for each site (those named, or all), class and channel."""
        import pandas

        frames = []
        for name in names or self:
            gates = self[name]
            classes, channels = gates.mean.shape
            columns = {
                'site': numpy.repeat(name, classes * channels),
                'class': numpy.repeat(self.classes, channels),
                'channel': numpy.tile(numpy.arange(channels), classes),
                'images': numpy.repeat(gates.count, channels),
            }
            for what in ('mean', 'variance', 'min', 'max', 'open', 'closed'):
                columns[what] = getattr(gates, what).reshape(-1)
            frames.append(pandas.DataFrame(columns))
        return pandas.concat(frames, ignore_index=True)


def read(path: str | os.PathLike) -> Profile:
    """Opens a profile. Throws ProfileError where the file is none."""
    return Profile(path)
