#!/bin/sh
# Install what a lock names: those versions, from files with those hashes, and nothing else.
# Usage: install_locked.sh PIP LOCK
#
# torch comes first and alone. Where its CPU build is already within pip's reach (a mirror, a folder
# of wheels, macOS) the first line takes it; otherwise it comes from PyTorch's own list of CPU
# builds. The lock admits no build for GPUs, which would bring several gigabytes.
set -eu
pip=$1
lock=$2
install() { "$pip" install --quiet --no-deps --require-hashes --only-binary :all: "$@"; }

torch=$(mktemp)
trap 'rm -f "$torch"' EXIT
awk '/^torch==/ { inside = 1 } inside { print } !/\\$/ { inside = 0 }' "$lock" >"$torch"
if [ -s "$torch" ]; then
  install --requirement "$torch" 2>/dev/null ||
    install --requirement "$torch" --index-url https://download.pytorch.org/whl/cpu
fi
install --requirement "$lock"
