#!/usr/bin/env bash
# infra/servers/s3.sh FOLDER PORT: an S3 on the loopback (Ceph's gateway with the least of Ceph behind it), in the foreground.
# Says "ready" on standard output. A gateway (gateway.pid) that ends is started again, once there is no file "away". Objects are held in memory, about 600 MB in all with the servers: for development and tests.
# Ends, with all that it started, on SIGTERM or SIGINT or when its standard input ends, so that nobody who dies leaves it behind.
# S3_ACCESS_KEY and S3_SECRET_KEY are the one user's; both are "crowdsource" when not given.
set -euo pipefail

exec 3<&0
folder=$(mkdir -p "$1" && cd "$1" && pwd)
port=$2
access=${S3_ACCESS_KEY:-crowdsource}
secret=${S3_SECRET_KEY:-crowdsource}
export CEPH_CONF=$folder/ceph.conf
cd "$folder"
mkdir -p data run log

stop() {
  trap - EXIT
  # Told twice, we would end before all of them have.
  trap '' TERM INT
  # Nothing in them outlives them.
  kill -KILL $(jobs -p) 2>/dev/null || true
  wait 2>/dev/null || true
}
trap stop EXIT
trap 'exit 0' TERM INT

# It dies with us, however we die.
with_us() { exec setpriv --pdeathsig KILL "$@"; }

free_port() {
  local candidate
  while candidate=$((RANDOM % 10000 + 20000)); (exec 3<>"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null; do :; done
  echo $candidate
}

new_uuid() { cat /proc/sys/kernel/random/uuid; }

address="v2:127.0.0.1:$(free_port),v1:127.0.0.1:$(free_port)"
id=$(new_uuid)
cat >"$CEPH_CONF" <<CONF
[global]
fsid = $id
mon host = [$address]
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
keyring = $folder/keyring
public network = 127.0.0.0/8
run dir = $folder/run
admin socket = $folder/run/\$cluster-\$name.asok
pid file =
log file = $folder/log/\$name.log
log to stderr = false
mon data = $folder/data/mon
mgr data = $folder/data/mgr
osd data = $folder/data/osd
osd objectstore = memstore
memstore device bytes = 2147483648
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
mon data avail crit = 1
mon data avail warn = 2
rgw data = $folder/data/rgw
rgw frontends = beast endpoint=127.0.0.1:$port
CONF

{
  ceph-authtool --create-keyring keyring --gen-key -n mon. --cap mon 'allow *'
  ceph-authtool keyring --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
  ceph-authtool keyring --gen-key -n osd.0 --cap mon 'allow profile osd' --cap mgr 'allow profile osd' --cap osd 'allow *'
  ceph-authtool keyring --gen-key -n mgr.x --cap mon 'allow profile mgr' --cap osd 'allow *' --cap mds 'allow *'
  monmaptool --create --clobber --fsid "$id" --addv a "[$address]" monmap
  rm -rf data && mkdir -p data/mgr data/osd data/rgw
  ceph-mon --mkfs -i a --monmap monmap --keyring keyring
  with_us ceph-mon -f -i a &
  with_us ceph-mgr -f -i x &
  osd=$(new_uuid)
  ceph osd new "$osd"
  ceph-osd -i 0 --mkfs --osd-uuid "$osd"
  with_us ceph-osd -f -i 0 &
  rm -f away
  with_us radosgw -f -n client.admin &
  gateway=$!
  echo $gateway >gateway.pid
  radosgw-admin user create --uid crowdsource --display-name Crowdsource --access-key "$access" --secret-key "$secret"
  until curl --silent --output /dev/null "http://127.0.0.1:$port/"; do
    kill -0 $gateway
    sleep 0.1
  done
} >log/start 2>&1 </dev/null || { cat log/start >&2; exit 1; }

echo ready
# Bash would give it /dev/null for a standard input.
cat <&3 >/dev/null &
reader=$!
while wait -n || true; kill -0 $reader 2>/dev/null && ! kill -0 $gateway 2>/dev/null; do
  while [ -e away ] && kill -0 $reader 2>/dev/null; do sleep 0.2; done
  with_us radosgw -f -n client.admin </dev/null >>log/start 2>&1 &
  gateway=$!
  echo $gateway >gateway.pid
done
