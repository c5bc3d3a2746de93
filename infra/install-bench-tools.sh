#!/usr/bin/env bash
# Installs the peers that make bench measures against, from Debian: nginx, the load generator wrk, OpenCV, Pillow and PyTorch for
# Python, OpenBLAS. Does nothing where they are.
set -euo pipefail

missing=()
[ -x /usr/sbin/nginx ] || missing+=(nginx-light)
command -v wrk >/dev/null || missing+=(wrk)
/usr/bin/python3 -c 'import cv2' 2>/dev/null || missing+=(python3-opencv)
/usr/bin/python3 -c 'import PIL' 2>/dev/null || missing+=(python3-pil)
/usr/bin/python3 -c 'import torch' 2>/dev/null || missing+=(python3-torch)
# torch calls the system's BLAS: the generic one would be no fair peer.
[ -e "/usr/lib/$(uname -m)-linux-gnu/openblas-pthread/libblas.so.3" ] || missing+=(libopenblas0-pthread)
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "The benchmarks need ${missing[*]}. Install them with your package manager, or run make bench as root on Debian." >&2
  exit 1
fi

echo "Installing for the benchmarks: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get -qq -o DPkg::Lock::Timeout=120 update
apt-get -qq -o DPkg::Lock::Timeout=120 install --yes --no-install-recommends "${missing[@]}" >/dev/null
