#!/usr/bin/env bash
# infra/servers/rabbitmq.sh FOLDER PORT: a RabbitMQ on the loopback, in the foreground; user and password are "guest".
# Says "ready" on standard output. What the folder holds is kept: started again there, it goes on.
# Ends, with all that it started, on SIGTERM or SIGINT or when its standard input ends, so that nobody who dies leaves it behind.
set -euo pipefail

exec 3<&0
folder=$(mkdir -p "$1" && cd "$1" && pwd)
port=$2
cd "$folder"

stop() {
  trap - EXIT
  # Told twice, we would end before all of them have.
  trap '' TERM INT
  # A session of its own: the script, Erlang and its port programs end together.
  [ -z "${server:-}" ] || kill -KILL -- "-$server" 2>/dev/null || true
  kill $(jobs -p) 2>/dev/null || true
  wait 2>/dev/null || true
}
trap stop EXIT
trap 'exit 0' TERM INT

free_port() {
  local candidate
  while candidate=$((RANDOM % 10000 + 20000)); (exec 4<>"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null; do :; done
  echo $candidate
}

export HOME=$folder
export ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT=$(free_port)
export RABBITMQ_NODENAME=rabbit@localhost RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT=$port RABBITMQ_DIST_PORT=$(free_port)
export RABBITMQ_CONF_ENV_FILE=$folder/none RABBITMQ_CONFIG_FILE=$folder/rabbitmq RABBITMQ_ENABLED_PLUGINS_FILE=$folder/plugins
export RABBITMQ_MNESIA_BASE=$folder/data RABBITMQ_LOG_BASE=$folder/log RABBITMQ_LOGS=$folder/log/rabbit RABBITMQ_PID_FILE=$folder/pid
# Two schedulers are enough, and let others breathe.
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="+S 2:2 +sbwt none"
mkdir -p log
echo '[].' >plugins
printf 'loopback_users = none\ndisk_free_limit.absolute = 50MB\n' >rabbitmq.conf

setpriv --pdeathsig KILL epmd -address 127.0.0.1 -port "$ERL_EPMD_PORT" </dev/null >log/names 2>&1 &
names=$!
setsid /usr/lib/rabbitmq/bin/rabbitmq-server </dev/null >log/start 2>&1 &
server=$!
# AMQP's own greeting, answered only when the broker serves.
until (exec 4<>"/dev/tcp/127.0.0.1/$port" && printf 'AMQP\0\0\11\1' >&4 && timeout 5 head -c 1 <&4 | grep -q .) 2>/dev/null; do
  kill -0 $server 2>/dev/null || { cat log/start >&2; exit 1; }
  sleep 0.2
done

echo ready
# Bash would give it /dev/null for a standard input.
cat <&3 >/dev/null &
wait -n
