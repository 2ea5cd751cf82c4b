# Functions of all modes of benchmarks/fan-out: compiling, encoding, measuring; sourced, not run.

compile() {
  local c=$root/benchmarks/src/main/c
  local flags=(-std=gnu17 -O2 -march=native -Wall -Wextra -Werror)
  mkdir -p "$bin"
  (cd "$c" && gcc "${flags[@]}" -o "$bin/floor" floor.c handshake.c net.c)
  (cd "$c" && gcc "${flags[@]}" -o "$bin/viewers" viewers.c options.c transport.c content.c mark.c crc32c.c \
    tally.c process.c net.c)
}

# Encodes 20 s of H.264, padded to the bit rate, with a keyframe each second and one fragment per frame. Writes
# to a pipe, so that the muxer cannot seek back.
encode() {
  local file=$1 size=$2 rate=$3 bits=$4
  ffmpeg -v error -f lavfi -i "testsrc2=size=$size:rate=$rate" -t 20 -vf noise=alls=8:allf=t -an \
    -c:v libx264 -preset ultrafast -tune zerolatency -pix_fmt yuv420p -bf 0 -g "$rate" \
    -b:v "$bits" -minrate "$bits" -maxrate "$bits" -bufsize "$bits" -x264-params nal-hrd=cbr:filler=1 \
    -metadata title=bench-0000 -movflags empty_moov+default_base_moof+frag_every_frame -f mp4 - >"$file"
}

# Runs viewers of the running server and writes "name=value" lines to $work/result. Returns 3 when content is
# wrong, 4 when not all joined.
view() {
  local viewers=$1 code=0
  shift
  "${pin_others[@]}" "$bin/viewers" --port "$port" "${viewing[@]}" --viewers "$viewers" --pid "$server" \
    --warm-up "$warm_up" --seconds "$measured" "$@" >"$work/result" 2>"$work/complaints" || code=$?
  if [ $code -ne 0 ]; then
    cat "$work/complaints" "$work/result" >&2
  fi
  return $code
}

result() { sed -n "s/^$1=//p" "$work/result"; }

# above NAME LIMIT: whether a value of the last result is above a limit.
above() { awk -v value="$(result "$1")" -v limit="$2" 'BEGIN {exit !(value > limit)}'; }

heading() {
  printf '%-9s %7s %7s %7s %9s %7s %8s %8s %8s %8s %8s %7s %7s %6s %9s\n' server viewers cores kernel \
    us/viewer a-core p50-ms p95-ms p99-ms join-p50 join-p99 fps RSS-MB gaps generator
}

row() {
  printf '%-9s %7d %7.3f %7.3f %9.1f %7d %8.2f %8.2f %8.2f %8.2f %8.2f %7.2f %7d %6d %9.3f\n' "$1" \
    "$(result viewers)" "$(result cores)" "$(result kernel_cores)" "$(result us_per_viewer_second)" \
    "$(result viewers_per_core)" "$(result latency_p50_ms)" "$(result latency_p95_ms)" \
    "$(result latency_p99_ms)" "$(result join_p50_ms)" "$(result join_p99_ms)" \
    "$(result frames_per_second)" $(($(result resident_kb) / 1024)) "$(result gaps)" \
    "$(result generator_cores)"
}

# Starts a server by its name: floor, netty, ws, nms, edge, edge0 (without coalescing of parts) or edge-http
# (viewers of .mp4).
start() {
  case $1 in
    edge0) start_edge -Dframelog.edge.max-coalesce=0s ;;
    edge-http)
      start_edge
      viewing=(--path "/live/bench-{}.mp4" --http)
      ;;
    *) "start_$1" ;;
  esac
}

# Runs the server on one core, all other processes on the rest.
pin() {
  [ "$(nproc)" -ge 2 ] || { echo "needs two cores at least" >&2; exit 1; }
  pin_server=(taskset -c 0) pin_others=(taskset -c "1-$(($(nproc) - 1))")
}

# Prints the live heap after a full collection and the size of Netty's direct buffers, bytes.
memory_of_edge() {
  local jcmd=${JAVA_HOME:+$JAVA_HOME/bin/}jcmd
  local heap direct
  heap=$("$jcmd" "$server" GC.class_histogram | awk '/^Total/ {print $3}')
  direct=$(curl -sf "http://127.0.0.1:$port/q/metrics" |
    awk '/^netty_allocator_memory_used/ && /direct/ {sum += $2} END {printf "%d", sum}')
  echo "$heap $direct"
}
