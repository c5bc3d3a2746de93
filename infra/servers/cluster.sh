#!/usr/bin/env bash
# infra/servers/cluster.sh FOLDER PORT: the whole cluster on the loopback, in the foreground: PostgreSQL, Redis, RabbitMQ, S3, and two of each
# host behind nginx, which listens at PORT. Everything is in FOLDER: logs, process ids (run/), the owner's key (owner-key).
# Shows the state of each part, then says "ready" on standard output. A host or server that ends by itself is started again, as an orchestrator
# would: a host with the variables of env/HOST if there is such a file. As root each host has a group of its own (run/HOST.group), so that a
# firewall can cut it off.
# Ends, with all that it started, on SIGTERM or SIGINT or when its standard input ends, so that nobody who dies leaves it behind.
# Settings of the hosts come from the environment (Crowdsource__...), beside those that are made here. CONFIGURATION is Release or Debug;
# AUGMENTERS (2) is how many of them, up to 10.
set -euo pipefail

exec 3<&0
infra=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mkdir -p "$1" && cd "$1" && pwd)
port=$2
configuration=${CONFIGURATION:-Release}
bin=$(cd "$infra/.." && pwd)/artifacts/bin
from=$PWD
hosts=(api-1 api-2 trainer-1 trainer-2 delivery-1 delivery-2)
for ((number = 1; number <= ${AUGMENTERS:-2}; number++)); do hosts+=("augmenter-$number"); done
cd "$folder"
# PostgreSQL has a user of its own.
chmod a+x "$folder"
mkdir -p log run env
rm -f run/* env/* hold
# Open as long as we live: its end is that of all that we start.
mkfifo hold
exec 9<>hold

stop() {
  trap '' TERM INT
  trap - EXIT
  # The hosts first: they finish what they have begun.
  if [ ${#keepers[@]} -gt 0 ]; then
    kill "${keepers[@]}" 2>/dev/null || true
    wait "${keepers[@]}" 2>/dev/null || true
  fi
  exec 9>&-
  kill $(jobs -p) 2>/dev/null || true
  wait 2>/dev/null || true
}
keepers=()
trap stop EXIT
trap 'exit 0' TERM INT
# Bash would give it /dev/null for a standard input.
{ while read -r _ <&3; do :; done; kill $$; } &
listener=$!

fail() { echo "$1" >&2; exit 1; }

# A row of ports that nobody listens at.
is_free() { ! (exec 4<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
choose_ports() {
  local next
  while base=$((RANDOM % 1000 * 20 + 10000)); do
    for ((next = base; next < base + 20; next++)); do is_free $next || continue 2; done
    return
  done
}
choose_ports
postgresql=$base redis=$((base + 1)) rabbitmq=$((base + 2)) s3=$((base + 3))

# Lives as long as we do: reads from what we hold open.
witness() { cat <hold >/dev/null & us=$!; }

# Keeps a server running once it has been ready, until it is told to end, or we are gone.
keep_server() {
  local script="" us was_ready=""
  trap 'kill "$script" 2>/dev/null; wait "$script"; exit 0' TERM
  witness
  while true; do
    "$infra/servers/$1.sh" "$folder/$1" "${!1}" <hold >"run/$1" 2>>"log/$1.log" &
    script=$!
    wait -n $script $us || true
    kill -0 $us 2>/dev/null || { wait $script; exit 0; }
    ! grep -qs ready "run/$1" || was_ready=true
    [ "$was_ready" ] || exit 1
    echo "$(date +%T) $1 ended" >>log/restarts
    sleep 1
  done
}

server() {
  echo "${!1}" >"run/$1.port"
  keep_server "$1" 9>&- &
  echo $! >"run/$1.pid"
}

wait_for_server() {
  until grep -qs ready "run/$1"; do
    kill -0 "$(cat "run/$1.pid")" 2>/dev/null || { cat "log/$1.log" >&2; fail "$1 did not start (make deps installs what it needs)."; }
    sleep 0.1
  done
}

for name in postgresql redis rabbitmq s3; do server $name; done

export Crowdsource__Catalogue__Database=PostgreSql
export Crowdsource__Catalogue__ConnectionString="Host=127.0.0.1;Port=$postgresql;Username=postgres;Database=postgres"
export Crowdsource__Cluster__Membership=Redis Crowdsource__Cluster__Redis=127.0.0.1:$redis
export Crowdsource__Cluster__Address=127.0.0.1 Crowdsource__Cluster__SiloPort=0 Crowdsource__Cluster__GatewayPort=0
export Crowdsource__Bus__Transport=RabbitMq Crowdsource__Bus__RabbitMq__Address=amqp://127.0.0.1:$rabbitmq/
export Crowdsource__Bus__RabbitMq__User=guest Crowdsource__Bus__RabbitMq__Password=guest
export Crowdsource__Blobs__Store=S3 Crowdsource__Blobs__S3__Endpoint=http://127.0.0.1:$s3
export Crowdsource__Blobs__S3__AccessKey=crowdsource Crowdsource__Blobs__S3__SecretKey=crowdsource
export Crowdsource__OwnerKeyFile=${Crowdsource__OwnerKeyFile:-$folder/owner-key}
# nginx says who asks.
export ASPNETCORE_FORWARDEDHEADERS_ENABLED=true

program() { echo "$bin/Crowdsource.$1/${configuration,,}"; }

number=0
for host in "${hosts[@]}"; do
  declare "port_${host/-/_}=$((base + 4 + number++))"
done
port_of() { local name=port_${1/-/_}; echo "${!name}"; }
address_of() { echo "http://127.0.0.1:$(port_of "$1")"; }

# Ends a host as an orchestrator does: it has the time that it needs, and not for ever.
end() {
  kill "$1" 2>/dev/null || return 0
  timeout 30 tail -s 0.1 --pid="$1" -f /dev/null || kill -KILL "$1" 2>/dev/null || true
  wait "$1" || true
}

# Keeps a host running until it is told to end, or we are gone.
keep() {
  local kind=${1%-*} child="" us as_group=()
  trap 'end "$child"; exit 0' TERM
  witness
  [ "$(id -u)" -ne 0 ] || as_group=(setpriv "--regid=$2" --clear-groups)
  while true; do
    # Where relative paths and shared/weights are meant to be.
    (set -a && { [ ! -e "env/$1" ] || . "env/$1"; } && cd "$from" &&
      ASPNETCORE_URLS=$(address_of "$1") exec "${as_group[@]}" dotnet "$(program "${kind^}.Host")/Crowdsource.${kind^}.Host.dll") \
      </dev/null >>"log/$1.log" 2>&1 &
    child=$!
    echo $child >"run/$1.pid"
    wait -n $child $us || true
    kill -0 $us 2>/dev/null || { end $child; exit 0; }
    echo "$(date +%T) $1 ended" >>log/restarts
    # Not in circles.
    sleep 1
  done
}

wait_for_server postgresql
dotnet "$(program Cli)/crowdsource.dll" migrate >log/migrate.log 2>&1 || { cat log/migrate.log >&2; fail "The catalogue could not be migrated."; }
for name in redis rabbitmq s3; do wait_for_server $name; done
for host in "${hosts[@]}"; do
  port_of "$host" >"run/$host.port"
  # No two clusters of this machine share a group.
  group=$(($(port_of "$host") + 100000))
  echo $group >"run/$host.group"
  keep "$host" $group 9>&- &
  keepers+=($!)
done

{
  [ "$(id -u)" -ne 0 ] || echo "user root;"
  cat <<CONF
pid $folder/run/nginx.pid;
error_log $folder/log/nginx.log;
worker_processes 1;
daemon off;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path $folder/run/body;
  proxy_temp_path $folder/run/proxy;
  fastcgi_temp_path $folder/run/fastcgi;
  uwsgi_temp_path $folder/run/uwsgi;
  scgi_temp_path $folder/run/scgi;
  # The hosts limit bodies themselves, and want to see those that break off.
  client_max_body_size 0;
  proxy_request_buffering off;
  proxy_http_version 1.1;
  # A host that is cut off does not answer at all.
  proxy_connect_timeout 2s;
  proxy_read_timeout 60s;
  proxy_set_header Connection "";
  proxy_set_header Host \$http_host;
  proxy_set_header X-Forwarded-For \$remote_addr;
  upstream api {
    server 127.0.0.1:$(port_of api-1) fail_timeout=2s;
    server 127.0.0.1:$(port_of api-2) fail_timeout=2s;
    keepalive 16;
  }
  upstream delivery {
    server 127.0.0.1:$(port_of delivery-1) fail_timeout=2s;
    server 127.0.0.1:$(port_of delivery-2) fail_timeout=2s;
    keepalive 16;
  }
  server {
    listen 127.0.0.1:$port;
    location / { proxy_pass http://api; }
    location /updates/ { proxy_pass http://delivery; }
    # Nobody is there to answer for a moment: said as the hosts say it.
    error_page 502 504 =503 @away;
    location @away {
      default_type application/problem+json;
      add_header Retry-After 2 always;
      return 503 '{"type":"/problems/busy","title":"The server is busy: try again.","status":503}';
    }
  }
}
CONF
} >nginx.conf

state_of() { curl --silent --max-time 5 "$(address_of "$1")/health/ready" || true; }

for host in "${hosts[@]}"; do
  for ((tries = 0; ; tries++)); do
    [[ $(state_of "$host") != ready* ]] || break
    [ $tries -lt 300 ] || { tail -n 15 "log/$host.log" >&2; fail "$host is not ready. $folder/log/$host.log says why."; }
    sleep 0.4
  done
done

/usr/sbin/nginx -e "$folder/log/nginx.log" -c "$folder/nginx.conf" </dev/null 9>&- &
until ! is_free "$port"; do sleep 0.1; done

{
  for name in postgresql redis rabbitmq s3; do printf '%-12s 127.0.0.1:%d\n' $name "${!name}"; done
  for host in "${hosts[@]}"; do printf '%-12s %s  %s\n' "$host" "$(address_of "$host")" "$(state_of "$host")"; done
  printf '%-12s http://127.0.0.1:%d\n' nginx "$port"
} >&2
echo ready
wait $listener
