#!/usr/bin/env bash
# Installs what the tests judge by, from Debian: Pillow (an independent image resizer), curl (a foreign HTTP client),
# strace (sees what is on disk before an answer), kubectl (renders k8s/), nft (cuts hosts off), gcc (builds what turns a host's clock), Node.js;
# and from npm tus-js-client (a foreign client of resumable uploads) and LiteRT (Google's runtime of TensorFlow Lite files).
# Does nothing where they are.
set -euo pipefail
cd "$(dirname "$0")/.."

# What, the folder of its lock file, where to.
install_from_npm() {
  local source=$2 target=$3
  cmp -s $source/package-lock.json $target/node_modules/.locked && return
  echo "Installing for the tests: $1"
  mkdir -p $target
  cp $source/package.json $source/package-lock.json $target/
  npm ci --prefix $target --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error
  cp $source/package-lock.json $target/node_modules/.locked
}

install_packages() {
  install_from_npm tus-js-client tests/Crowdsource.AllInOne.Tests/Tus artifacts/tus-client
  install_from_npm LiteRT tests/Crowdsource.Testing/LiteRt artifacts/litert
}

missing=()
command -v curl >/dev/null || missing+=(curl)
command -v strace >/dev/null || missing+=(strace)
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
command -v kubectl >/dev/null || missing+=(kubernetes-client)
[ -x /usr/sbin/nft ] || missing+=(nftables)
command -v gcc >/dev/null || missing+=(gcc)
[ -e /usr/include/time.h ] || missing+=(libc6-dev)
/usr/bin/python3 -c 'import PIL' 2>/dev/null || missing+=(python3-pil)
if [ ${#missing[@]} -eq 0 ]; then
  install_packages
  exit 0
fi

if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "The tests need ${missing[*]}. Install them with your package manager, or run make test as root on Debian." >&2
  exit 1
fi

echo "Installing for the tests: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get -qq -o DPkg::Lock::Timeout=120 update
apt-get -qq -o DPkg::Lock::Timeout=120 install --yes --no-install-recommends "${missing[@]}" >/dev/null
install_packages
