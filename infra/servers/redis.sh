#!/usr/bin/env bash
# infra/servers/redis.sh FOLDER PORT: a Redis on the loopback, in the foreground; what it acknowledged is in its log (AOF).
# Says "ready" on standard output. What the folder holds is kept: started again there, it goes on.
# Ends on SIGTERM or SIGINT or when its standard input ends, so that nobody who dies leaves it behind.
set -euo pipefail

exec 3<&0
folder=$(mkdir -p "$1" && cd "$1" && pwd)
port=$2

stop() {
  trap - EXIT
  # Told twice, we would end before all of them have.
  trap '' TERM INT
  kill $(jobs -p) 2>/dev/null || true
  wait 2>/dev/null || true
}
trap stop EXIT
trap 'exit 0' TERM INT

# It dies with us, however we die.
setpriv --pdeathsig KILL redis-server --bind 127.0.0.1 --port "$port" --dir "$folder" --appendonly yes --appendfsync always --save '' \
  --maxmemory-policy noeviction </dev/null >"$folder/log" 2>&1 &
server=$!
until (exec 4<>"/dev/tcp/127.0.0.1/$port" && printf 'PING\r\n' >&4 && timeout 5 head -c 5 <&4 | grep -q PONG) 2>/dev/null; do
  kill -0 $server 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
  sleep 0.1
done

echo ready
# Bash would give it /dev/null for a standard input.
cat <&3 >/dev/null &
wait -n
