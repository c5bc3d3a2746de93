#!/usr/bin/env bash
# infra/servers/postgresql.sh FOLDER PORT: a PostgreSQL on the loopback, in the foreground; user and database are "postgres", without a
# password. Says "ready" on standard output. What the folder holds is kept: started again there, it goes on.
# Ends on SIGTERM or SIGINT or when its standard input ends, so that nobody who dies leaves it behind.
set -euo pipefail

exec 3<&0
folder=$(mkdir -p "$1" && cd "$1" && pwd)
port=$2
bin=$(dirname "$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1)")
cd "$folder"

# It refuses to run as root.
as_postgres=()
if [ "$(id -u)" -eq 0 ]; then
  as_postgres=(setpriv --reuid=postgres --regid=postgres --init-groups)
  chown postgres "$folder"
  "${as_postgres[@]}" test -w "$folder" || { echo "The user postgres does not get to $folder: choose another folder." >&2; exit 1; }
fi

stop() {
  trap - EXIT
  # Told twice, we would end before all of them have.
  trap '' TERM INT
  # SIGINT is its fast shutdown: sessions end, what was committed is written.
  [ -z "${server:-}" ] || kill -INT "$server" 2>/dev/null || true
  [ -z "${server:-}" ] || wait "$server" 2>/dev/null || true
  kill $(jobs -p) 2>/dev/null || true
}
trap stop EXIT
trap 'exit 0' TERM INT

[ -d data ] || "${as_postgres[@]}" "$bin/initdb" -N -D data -U postgres -A trust -E UTF8 --locale=C.UTF-8 >log 2>&1 || { cat log >&2; exit 1; }
"${as_postgres[@]}" "$bin/postgres" -D data -p "$port" -h 127.0.0.1 -k "$folder" -c max_connections=400 </dev/null >>log 2>&1 &
server=$!
until "${as_postgres[@]}" "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; do
  kill -0 $server 2>/dev/null || { cat log >&2; exit 1; }
  sleep 0.1
done

echo ready
# Bash would give it /dev/null for a standard input.
cat <&3 >/dev/null &
wait -n
