#!/usr/bin/env bash
# Installs the peers that make bench measures against, from Debian: nginx, the load generator wrk, OpenCV for Python. Does nothing where they are.
set -euo pipefail

missing=()
[ -x /usr/sbin/nginx ] || missing+=(nginx-light)
command -v wrk >/dev/null || missing+=(wrk)
/usr/bin/python3 -c 'import cv2' 2>/dev/null || missing+=(python3-opencv)
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "The benchmarks need ${missing[*]}. Install them with your package manager, or run make bench as root on Debian." >&2
  exit 1
fi

echo "Installing for the benchmarks: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get -qq -o DPkg::Lock::Timeout=120 update
apt-get -qq -o DPkg::Lock::Timeout=120 install --yes --no-install-recommends "${missing[@]}" >/dev/null
