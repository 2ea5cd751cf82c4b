# The modes of benchmarks/fan-out, a function each; sourced, not run.

cost() {
  local servers=() counts=() argument name viewers
  for argument; do
    [[ $argument =~ ^[0-9]+$ ]] && counts+=("$argument") || servers+=("$argument")
  done
  [ ${#servers[@]} -gt 0 ] || servers=(floor netty ws nms edge)
  [ ${#counts[@]} -gt 0 ] || counts=(50 200 500 1000 2000)
  encode "$work/stream.mp4" 640x480 25 2M
  heading
  for _ in $(seq "$rounds"); do
    for name in "${servers[@]}"; do
      start "$name"
      publish "$work/stream.mp4" 25 1 $((${#counts[@]} * (warm_up + measured + 30) + 60))
      sleep 2
      view 50 --warm-up "$first_warm_up" --seconds 1
      for viewers in "${counts[@]}"; do
        view "$viewers" --rate 500
        row "$name"
        cost_so_far "$name"
      done
      stop_all
    done
  done
  [ "$rounds" -eq 1 ] || medians
}

# Saves the cost per viewer of this round.
cost_so_far() {
  echo "$1 $(result viewers) $(result us_per_viewer_second)" >>"$work/costs"
}

# Prints the median of each server's rounds, because results vary on a shared machine.
medians() {
  echo "median of $rounds rounds:"
  sort -k1,1 -k2,2n -k3,3n "$work/costs" | awk '
    function tell() { if (n) { m = int((n + 1) / 2)
      printf "%-9s %7d %9.1f us per viewer-second (%.1f to %.1f)\n", name, viewers, us[m], us[1], us[n] } }
    $1 != name || $2 != viewers { tell(); n = 0; name = $1; viewers = $2 }
    { us[++n] = $3 }
    END { tell() }'
}

# Whether the running server delivers all frames in time to this number of viewers. The limit of 24 frames a
# second allows for coalesced frames, which make the count of a few seconds uneven.
holds() {
  local code=0
  view "$1" --rate 1000 --check-every $(($1 / 500 + 1)) 2>"$work/not-held" || code=$?
  [ $code -ne 3 ] || { cat "$work/not-held" >&2; fail "$name: received frames differ from the published ones"; }
  row "$name"
  [ $code -eq 0 ] && above frames_per_second 24 && ! above latency_p99_ms 1000 && ! above gaps 0 &&
    ! above short 0 && ! above closed 0
}

# Finds the largest number of viewers of a server on one core, with all other processes on the rest; then
# measures the latency at half of it.
saturation() {
  local servers=() argument name viewers held least=3000
  for argument; do
    [[ $argument =~ ^[0-9]+$ ]] && least=$argument || servers+=("$argument")
  done
  [ ${#servers[@]} -gt 0 ] || servers=(floor edge0 edge)
  pin
  encode "$work/stream.mp4" 640x480 25 2M
  heading
  for name in "${servers[@]}"; do
    start "$name"
    publish "$work/stream.mp4" 25 1 800
    sleep 2
    view 200 --rate 500 --warm-up "$first_warm_up" --seconds 1
    held=0 viewers=$least
    # Raise by a third while it holds, then from the last number that it held by a tenth.
    while [ $viewers -le 18000 ] && holds $viewers; do
      held=$viewers viewers=$((viewers * 4 / 3))
    done
    for ((viewers = held * 11 / 10; viewers < held * 4 / 3; viewers = viewers * 11 / 10)); do
      holds $viewers || break
      held=$viewers
    done
    [ "$held" -gt 0 ] || fail "$name does not hold $least viewers on one core"
    echo "$name holds $held viewers on one core; at half of them:"
    view $((held / 2)) --rate 1000 --seconds 20 --check-every $((held / 1000 + 1))
    row "$name"
    stop_all
  done
}

# Measures the latency of a server on one core. Several streams are supported by the edge only.
half() {
  local name=${1:-edge} viewers=${2:-2000} streams=${3:-1}
  pin
  encode "$work/stream.mp4" 640x480 25 2M
  heading
  start "$name"
  publish "$work/stream.mp4" 25 "$streams" 300
  sleep 4
  view 200 --streams "$streams" --rate 500 --warm-up "$first_warm_up" --seconds 1
  view "$viewers" --streams "$streams" --rate 1000 --seconds 20 --check-every $((viewers / 500 + 1))
  row "$name"
}

joins() {
  local streams=50
  encode "$work/stream.mp4" 640x480 25 2M
  start_edge
  publish "$work/stream.mp4" 25 $streams 240
  sleep 4
  view 200 --rate 100 --warm-up "$first_warm_up" --seconds 1
  view 300 --rate 30 --warm-up 0 --seconds 1
  echo "warm: $(join_line), 300 viewers, 30 a second, of a stream that is watched"
  # Channels linger for 10 s.
  sleep 12
  view $streams --streams $streams --rate 5 --warm-up 0 --seconds 1
  echo "cold: $(join_line), the first viewer of each of $streams streams, 5 a second"
}

join_line() {
  echo "p50 $(result join_p50_ms) ms, p95 $(result join_p95_ms) ms, p99 $(result join_p99_ms) ms," \
    "max $(result join_max_ms) ms"
}

# Measures the edge's heap and direct memory per viewer, from the difference of 1,900 viewers.
memory() {
  encode "$work/stream.mp4" 640x480 25 2M
  start_edge
  publish "$work/stream.mp4" 25 1 300
  sleep 2
  view 200 --rate 500 --warm-up "$first_warm_up" --seconds 1
  local viewers heap=() direct=() used
  for viewers in 100 2000; do
    view "$viewers" --rate 500 --warm-up 8 --seconds 8 &
    local viewing_pid=$!
    started "$viewing_pid"
    sleep 1
    await_line "$work/result" '^measuring' "$viewing_pid"
    sleep 1
    read -ra used <<<"$(memory_of_edge)"
    heap+=("${used[0]}") direct+=("${used[1]}")
    wait "$viewing_pid"
    echo "$viewers viewers: $((used[0] / 1024)) KB of live heap, $((used[1] / 1024)) KB of direct buffers," \
      "$(result resident_kb) KB resident"
  done
  awk -v heap=$((heap[1] - heap[0])) -v direct=$((direct[1] - direct[0])) 'BEGIN {
    printf "per viewer: %.1f KB of heap, %.1f KB of direct memory\n", heap / 1900 / 1024, direct / 1900 / 1024}'
}

# Ten thousand viewers of a small stream.
ten_thousand() {
  local viewers=${1:-10000}
  encode "$work/stream.mp4" 320x240 5 100k
  heading
  start_edge
  publish "$work/stream.mp4" 5 1 300
  sleep 2
  view 200 --rate 500 --warm-up "$first_warm_up" --seconds 1
  view "$viewers" --rate 1000 --warm-up 5 --seconds 60 --check-every 10
  row edge
  echo "joined $(result joined), closed $(result closed), short $(result short), announced gaps" \
    "$(result announced), memory of all sockets $(($(result tcp_kb) / 1024)) MB"
}

# Measures 100 viewers alone, then with stalled viewers that are kept, then with ones that are disconnected.
stalled() {
  local stalled=${1:-1000} count
  encode "$work/stream.mp4" 640x480 25 2M
  heading
  start_edge -Dframelog.edge.stall-timeout=10m
  publish "$work/stream.mp4" 25 1 300
  sleep 2
  view 100 --rate 500 --warm-up "$first_warm_up" --seconds 1
  for count in 0 "$stalled"; do
    view 100 --stalled "$count" --rate 200 --warm-up 10 --seconds 25 &
    local viewing_pid=$!
    started "$viewing_pid"
    sleep 1
    await_line "$work/result" '^measuring' "$viewing_pid"
    sleep 15
    local used
    read -ra used <<<"$(memory_of_edge)"
    wait "$viewing_pid"
    row edge
    echo "with $count stalled: $((used[0] / 1024)) KB of live heap, $((used[1] / 1024)) KB of direct" \
      "buffers, sockets of the machine $(($(result tcp_kb) / 1024)) MB, closed $(result closed)"
  done
  stop_all
  start_edge
  publish "$work/stream.mp4" 25 1 300
  sleep 2
  view 100 --stalled "$stalled" --rate 200 --warm-up 30 --seconds 15
  row edge
  echo "with the default stall-timeout: closed $(result stalled_closed) stalled viewers, other viewers" \
    "$(($(result closed) - $(result stalled_closed)))"
}

# Measures how the cost grows: writes a CSV and a picture for each kind to docs/fan-out.
growth() {
  local kinds=("$@") kind
  [ ${#kinds[@]} -gt 0 ] || kinds=(viewers streams bitrate)
  mkdir -p "$root/docs/fan-out"
  for kind in "${kinds[@]}"; do
    "growth_of_$kind"
    node "$root/benchmarks/src/main/node/plot.js" "$root/docs/fan-out/$kind.csv" \
      "$root/docs/fan-out/$kind.svg"
  done
}

# Writes a line of a CSV: the growing value, the edge's cores, latency and gaps.
growth_point() {
  echo "$2,$(result cores),$(result latency_p99_ms),$(result gaps)" | tee -a "$root/docs/fan-out/$1.csv"
}

growth_of_viewers() {
  local viewers
  echo "viewers,cores,latency_p99_ms,gaps" | tee "$root/docs/fan-out/viewers.csv"
  encode "$work/stream.mp4" 640x480 25 2M
  start_edge
  publish "$work/stream.mp4" 25 1 600
  sleep 2
  view 200 --rate 500 --warm-up "$first_warm_up" --seconds 1
  for viewers in 125 250 500 1000 2000; do
    view $viewers --rate 500
    growth_point viewers $viewers
  done
  stop_all
}

growth_of_streams() {
  local streams
  echo "streams,cores,latency_p99_ms,gaps" | tee "$root/docs/fan-out/streams.csv"
  encode "$work/stream.mp4" 320x240 5 100k
  start_edge
  publish "$work/stream.mp4" 5 500 600
  sleep 20
  view 500 --streams 500 --rate 100 --warm-up "$first_warm_up" --seconds 1
  for streams in 1 125 250 375 500; do
    # Wait for the channels of the previous viewers, which linger.
    sleep 12
    view $((streams * 2)) --streams $streams --rate 200
    growth_point streams $streams
  done
  stop_all
}

growth_of_bitrate() {
  local bits warm=false
  echo "Mbit/s,cores,latency_p99_ms,gaps" | tee "$root/docs/fan-out/bitrate.csv"
  start_edge
  for bits in 2000 500 1000 2000 4000 8000; do
    encode "$work/stream.mp4" 640x480 25 ${bits}k
    publish "$work/stream.mp4" 25 1 200
    sleep 2
    if $warm; then
      view 200 --rate 200
      growth_point bitrate "$(awk -v k=$bits 'BEGIN {print k / 1000}')"
    else
      view 200 --rate 200 --warm-up "$first_warm_up" --seconds 1
      warm=true
    fi
    # The publisher was started last.
    kill "${pids[-1]}"
    wait "${pids[-1]}" 2>"$work/ended" || true
    unset 'pids[-1]'
  done
  stop_all
}

# A short test of all servers: fails when received bytes differ from the published ones, or when damage is not
# detected.
check() {
  local name
  measured=2 warm_up=1
  encode "$work/stream.mp4" 640x480 25 2M
  "$java" -cp "$jar" io.framelog.benchmarks.fanout.MarkedPublisher "$work/stream.mp4" 25 1 3 plain - \
    2>"$work/publisher.log" | ffmpeg -v error -i - -f null - 2>"$work/decoder.log"
  [ ! -s "$work/decoder.log" ] || { cat "$work/decoder.log" >&2; fail "marked frames do not decode"; }
  echo "marked frames decode"
  start_floor
  publish "$work/stream.mp4" 25 1 20 25
  sleep 1
  ! view 10 2>"$work/damaged" || fail "damaged frames were not found"
  above corrupt 0 || fail "damaged frames were not counted"
  stop_all
  echo "floor: damaged frames are found"
  [ $# -gt 0 ] || set -- floor netty ws nms edge
  for name; do
    start "$name"
    publish "$work/stream.mp4" 25 1 60
    sleep 2
    check_view "$name"
    if [ "$name" = edge ]; then
      viewing=(--path "/live/bench-{}.mp4" --http)
      check_view "edge over HTTP"
    fi
    stop_all
  done
}

check_view() {
  # First with small reads, which split frames and headers at any byte.
  view 3 --read-bytes 13 || fail "$1: frames received with small reads differ from the published ones"
  view 20 --check-every 5 || fail "$1: received frames differ from the published ones"
  if above gaps 0 || above short 0 || above closed 0; then
    cat "$work/complaints" "$work/result" >&2
    fail "$1: frames are missing, see gaps, short, closed"
  fi
  echo "$1: $(result joined) viewers, $(result frames_per_second) frames a second, p99 $(result latency_p99_ms) ms"
}
