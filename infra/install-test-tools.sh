#!/usr/bin/env bash
# Installs what the tests judge by, from Debian: Pillow (an independent image resizer), curl (a foreign HTTP client),
# strace (sees what is on disk before an answer). Does nothing where they are.
set -euo pipefail

missing=()
command -v curl >/dev/null || missing+=(curl)
command -v strace >/dev/null || missing+=(strace)
/usr/bin/python3 -c 'import PIL' 2>/dev/null || missing+=(python3-pil)
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "The tests need ${missing[*]}. Install them with your package manager, or run make test as root on Debian." >&2
  exit 1
fi

echo "Installing for the tests: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get -qq -o DPkg::Lock::Timeout=120 update
apt-get -qq -o DPkg::Lock::Timeout=120 install --yes --no-install-recommends "${missing[@]}" >/dev/null
