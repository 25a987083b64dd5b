#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes resources/labels/imagenet.tsv: head row, synset and readable name of ImageNet's 1,000 classes.

    tools/make_imagenet_labels.py SYNSETS [WORDNET_NOUNS] > resources/labels/imagenet.tsv

SYNSETS lists the 1,000 synset ids of ILSVRC 2012, one a line, such as `imagenet_synsets.txt` in the
timm package. Only the facts are taken from it: which synsets there are. Their order in a network's head
is the sorted order, as everywhere but in Caffe's own files. WORDNET_NOUNS is `data.noun` of WordNet 3.0
(Debian: package wordnet-base), which gives the names: a synset id is the offset of its line in that file.
"""
import re
import sys

COUNT = 1000


def read_synsets(path):
    with open(path, encoding="ascii") as lines:
        synsets = [line.split()[0] for line in lines if line.strip()]
    wrong = [name for name in synsets if not re.fullmatch(r"n\d{8}", name)]
    if wrong or len(set(synsets)) != COUNT:
        sys.exit(f"{path}: expected {COUNT} different synset ids, found {len(set(synsets))} {wrong[:3]}")
    return sorted(synsets)


def name_at(nouns, synset):
    """The first word of the synset, which is its most common one."""
    offset = int(synset[1:])
    nouns.seek(offset)
    fields = nouns.readline().decode("utf-8").split(" ")
    if fields[0] != f"{offset:08d}":
        sys.exit(f"{nouns.name}: {synset} is not there: is this WordNet 3.0?")
    return fields[4].replace("_", " ")


def main(synsets, nouns="/usr/share/wordnet/data.noun"):
    print("row\tsynset\tname")
    with open(nouns, "rb") as words:
        for row, synset in enumerate(read_synsets(synsets)):
            print(f"{row}\t{synset}\t{name_at(words, synset)}")


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
