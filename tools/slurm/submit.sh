#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Spreads `sescope analyze` over a Slurm cluster and merges the parts; see docs/cluster.md.
set -euo pipefail

usage() {
    cat >&2 <<'TEXT'
usage: submit.sh -n SHARDS -o OUT.profile MODEL IMAGES [-- options of sescope analyze]

Submits an array of SHARDS tasks, each of one shard, and a job that merges their profiles into OUT
once all have ended well. MODEL, IMAGES and OUT must be seen by all nodes under the same names.
The shards' profiles are kept in OUT.parts; submitting the same again goes on with unfinished ones.

SESCOPE names the program (default: sescope of the PATH, or of this source tree's build).
sbatch's own variables choose where it runs: SBATCH_PARTITION, SBATCH_ACCOUNT, SBATCH_TIMELIMIT, ..
TEXT
    exit 2
}

shards='' out=''
while getopts 'n:o:h' option; do
    case $option in
        n) shards=$OPTARG ;;
        o) out=$OPTARG ;;
        *) usage ;;
    esac
done
shift $((OPTIND - 1))
if ! [[ $shards =~ ^[1-9][0-9]*$ ]] || [ -z "$out" ] || [ $# -lt 2 ]; then usage; fi
model=$(realpath -e -- "$1") || exit 3
images=$(realpath -e -- "$2") || exit 4
shift 2
if [ "${1:-}" = -- ]; then shift; fi

here=$(dirname -- "$(realpath -- "$0")")
if [ -z "${SESCOPE:-}" ]; then
    SESCOPE=$(command -v sescope || true)
    for build in release dev; do
        if [ -z "$SESCOPE" ] && [ -x "$here/../../build/$build/bin/sescope" ]; then
            SESCOPE=$here/../../build/$build/bin/sescope
        fi
    done
fi
if [ ! -x "$SESCOPE" ]; then
    echo "submit.sh: no sescope in the PATH or in build/; name it with SESCOPE=.." >&2
    exit 2
fi
SESCOPE=$(realpath -- "$SESCOPE")
export SESCOPE SESCOPE_SHARDS=$shards

mkdir -p -- "$out.parts"
out=$(realpath -- "$out")
job=$(sbatch --parsable --array="1-$shards" --chdir="$out.parts" "$here/analyze.sbatch" \
    "$model" "$images" "$out.parts" "$@")
job=${job%%;*} # of several clusters: "job;cluster"
merge=$(sbatch --parsable --dependency="afterok:$job" --kill-on-invalid-dep=yes \
    --chdir="$out.parts" "$here/merge.sbatch" "$out.parts" "$shards" "$out")
merge=${merge%%;*}
echo "array $job: $shards shards, logs and profiles in $out.parts"
echo "merge $merge: writes $out once they are done"
