#!/bin/sh
# Install the CPU build of torch, and nothing for GPUs. Usage: install_torch.sh PIP
#
# Where the CPU build is already within pip's reach (a mirror, a folder of wheels) the first line
# takes it; otherwise it comes from PyTorch's own list of CPU builds. Plain `pip install torch`
# on Linux would bring several gigabytes of GPU packages.
set -eu
pip=$1
if "$pip" show --quiet torch 2>/dev/null; then exit 0; fi
"$pip" install --quiet 'torch==2.13.0+cpu' 2>/dev/null ||
  "$pip" install --quiet 'torch==2.13.*' --index-url https://download.pytorch.org/whl/cpu
