#!/usr/bin/env bash
# Installs the servers of the cluster mode, from Debian: PostgreSQL (catalogue), Redis (membership), RabbitMQ (bus), Ceph's S3
# gateway with the least of Ceph behind it (blobs) and nginx. Tests and make cluster start them in folders and on loopback ports
# of their own: nothing that Debian would start by itself is started now. Does nothing where they are.
set -euo pipefail

missing=()
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
[ -x /usr/bin/redis-server ] || missing+=(redis-server)
[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || missing+=(rabbitmq-server)
[ -x /usr/bin/radosgw ] || missing+=(radosgw)
[ -x /usr/bin/ceph-mon ] || missing+=(ceph-mon)
[ -x /usr/bin/ceph-osd ] || missing+=(ceph-osd)
[ -x /usr/bin/ceph-mgr ] || missing+=(ceph-mgr)
[ -x /usr/bin/ceph ] || missing+=(ceph-common)
[ -x /usr/sbin/nginx ] || missing+=(nginx-light)
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "The cluster mode needs ${missing[*]}. Install them with your package manager, or run make deps as root on Debian." >&2
  exit 1
fi

echo "Installing for the cluster mode, about 600 MB with all that they need: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive

# Debian's way to say that a package's services stay down.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  trap 'rm -f $policy' EXIT
  printf '#!/bin/sh\nexit 101\n' >$policy
  chmod +x $policy
fi

apt-get -qq -o DPkg::Lock::Timeout=120 update
apt-get -qq -o DPkg::Lock::Timeout=120 install --yes --no-install-recommends "${missing[@]}" >/dev/null
