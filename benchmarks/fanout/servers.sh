# Starts the servers that benchmarks/fan-out compares, each in a separate process, and their publisher; sourced,
# not run. Each start_ function sets:
#   server    pid of the process whose processor time counts
#   port      port of the viewers
#   feed      arguments of MarkedPublisher after the seconds: framing and port
#   rtmp_url  URL to which ffmpeg publishes, if the feed is its pipe
#   viewing   arguments of the load generator: path and protocol
# $pin_server is the prefix of the server's command, $pin_others of all other commands.
pin_server=() pin_others=()
pids=()
read -ra edge_options <<<"${EDGE_OPTIONS:-}"

# Registers a process for stop_all; ends it after half an hour, even when this script has ended.
started() {
  pids+=("$1")
  (timeout 1800 tail --pid="$1" -f /dev/null || kill "$1") >"$work/watch" 2>&1 &
}

# Waits at most 60 s until a file has a matching line; fails when the process ends.
await_line() {
  local file=$1 pattern=$2 pid=$3
  for _ in $(seq 600); do
    ! grep -qsE "$pattern" "$file" || return 0
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  echo "not ready: ${file##*/}" >&2
  cat "$file" >&2
  exit 1
}

await_ready() {
  for _ in $(seq 600); do
    ! curl -sf "http://127.0.0.1:$1/q/health/ready" >"$work/ready" || return 0
    kill -0 "$2" 2>/dev/null || break
    sleep 0.1
  done
  echo "not ready: ${3##*/}" >&2
  tail -30 "$3" >&2
  exit 1
}

# Ends all started processes, the last one first.
stop_all() {
  local i
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    { kill "${pids[i]}" 2>/dev/null && wait "${pids[i]}" 2>/dev/null; } || true
  done
  pids=()
}

# Reads the two ports that a server prints.
read_ports() {
  await_line "$1" '^[0-9]+ [0-9]+$' "$server"
  local feed_port
  read -r feed_port port <"$1"
  feed=(lengths "$feed_port")
  viewing=(--path /)
}

start_floor() {
  "${pin_server[@]}" "$bin/floor" >"$work/floor.log" &
  server=$!
  started "$server"
  read_ports "$work/floor.log"
}

start_netty() {
  "${pin_server[@]}" "$java" -Xmx1g -cp "$jar" io.framelog.benchmarks.fanout.BareNettyServer \
    >"$work/netty.log" 2>"$work/netty.err" &
  server=$!
  started "$server"
  read_ports "$work/netty.log"
}

# Installs the dependencies of the servers in JavaScript, once.
install_node_servers() {
  local node=$root/benchmarks/src/main/node
  command -v node >/dev/null || { echo "missing node 20 or newer: install it" >&2; exit 1; }
  [ -d "$node/node_modules" ] || (cd "$node" && npm ci --no-audit --no-fund --silent)
}

start_ws() {
  install_node_servers
  NODE_ENV=production "${pin_server[@]}" node "$root/benchmarks/src/main/node/ws-relay.js" >"$work/ws.log" &
  server=$!
  started "$server"
  read_ports "$work/ws.log"
}

# Starts node-media-server; its viewers use HTTP-FLV.
start_nms() {
  install_node_servers
  local rtmp
  rtmp=$(free_port) port=$(free_port)
  NODE_ENV=production "${pin_server[@]}" node "$root/benchmarks/src/main/node/media-server.js" \
    "$rtmp" "$port" "$work/nms" >"$work/nms.log" 2>&1 &
  server=$!
  started "$server"
  await_line "$work/nms.log" 'HTTP server listening' "$server"
  feed=(plain -) rtmp_url=rtmp://127.0.0.1:$rtmp/live/bench-0000
  viewing=(--path /live/bench-0000.flv --http --flv)
}

# Starts broker, ingest and edge; the arguments are JVM options of the edge.
start_edge() {
  local http tcp kafka broker ingest
  http=$(free_port) tcp=$(free_port) kafka=$(free_port) port=$(free_port)
  rm -rf "$work/kafka"
  "${pin_others[@]}" "$java" -Xmx1g -Dframelog.data-dir="$work/kafka" -Dframelog.kafka.port="$kafka" \
    -Djava.util.logging.manager=org.jboss.logmanager.LogManager -cp "$lib/boot/*:$lib/main/*" \
    io.framelog.broker.BrokerMain >"$work/broker.log" 2>&1 &
  broker=$!
  started "$broker"
  await_line "$work/broker.log" '^broker at' "$broker"
  "${pin_others[@]}" "$java" -Xmx1g -Dquarkus.http.port="$http" -Dframelog.ingest.tcp.port="$tcp" \
    -Dframelog.ingest.max-connections=2000 -Dframelog.ingest.connections-per-address=0 \
    -Dframelog.ingest.limits.streams=0 -Dframelog.ingest.new-streams.per-address=0 \
    -Dframelog.ingest.new-streams.per-node=0 \
    -Dkafka.bootstrap.servers="127.0.0.1:$kafka" \
    -jar "$ingest_jar" >"$work/ingest.log" 2>&1 &
  ingest=$!
  started "$ingest"
  "${pin_server[@]}" "$java" -Xmx1g -Dquarkus.http.port="$port" \
    -Dkafka.bootstrap.servers="127.0.0.1:$kafka" "${edge_options[@]}" "$@" -jar "$edge_jar" >"$work/edge.log" 2>&1 &
  server=$!
  started "$server"
  await_ready "$http" "$ingest" "$work/ingest.log"
  await_ready "$port" "$server" "$work/edge.log"
  feed=(plain "$tcp")
  viewing=(--path "/live/bench-{}")
}

# Publishes for at most the given seconds; with DAMAGE-EVERY, damages some frames. RTMP uses ffmpeg's muxer.
publish() {
  local file=$1 frames_per_second=$2 streams=$3 seconds=$4 damage_every=${5:-0}
  local publisher=("${pin_others[@]}" "$java" -Xmx512m -cp "$jar"
    io.framelog.benchmarks.fanout.MarkedPublisher "$file" "$frames_per_second" "$streams" "$seconds"
    "${feed[@]}" "$damage_every")
  if [ "${feed[1]}" = - ]; then
    rm -f "$work/feed"
    mkfifo "$work/feed"
    "${pin_others[@]}" ffmpeg -v error -probesize 100000 -fflags nobuffer -f mp4 -i "$work/feed" -c copy \
      -flush_packets 1 -f flv "$rtmp_url" 2>"$work/ffmpeg.log" &
    started $!
    "${publisher[@]}" 2>"$work/publisher.log" >"$work/feed" &
  else
    "${publisher[@]}" 2>"$work/publisher.log" &
  fi
  started $!
}
