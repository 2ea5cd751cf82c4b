#!/usr/bin/env bash
# The script of `helm test`: publishes a clip through ingest, finds it in the control API, watches it through an
# edge and removes it. Needs only bash and coreutils.
#   INGEST, EDGE, CONTROL   host:port of the three Services
#   CLIP                    a WebM file whose title is helm-test
#   PATIENCE                limit for each step, seconds, default 60
set -euo pipefail

STREAM=helm-test
EBML=1a45dfa3
CLUSTER=1f43b675

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# ask METHOD HOST:PORT PATH: sends a request; the response is read from file descriptor 4.
ask() {
  exec 4<>"/dev/tcp/${2%:*}/${2##*:}"
  printf '%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$1" "$3" "$2" >&4
}

# status METHOD HOST:PORT PATH: prints the status of the response.
status() {
  (ask "$@" && read -r -t 30 _ code _ <&4 && echo "$code") 2>/dev/null || echo none
}

# await WHAT COMMAND…: waits until the command succeeds; fails after PATIENCE seconds.
await() {
  local what=$1 end=$((SECONDS + ${PATIENCE:-60}))
  shift
  until "$@"; do
    ((SECONDS < end)) || fail "no $what in time"
    sleep 1
  done
  echo "ok: $what"
}

is_known() {
  [ "$(status GET "$CONTROL" "/api/streams/$STREAM")" = 200 ]
}

is_gone() {
  [ "$(status GET "$CONTROL" "/api/streams/$STREAM")" = 404 ]
}

# Whether an edge sends an init segment and media. The response has no end, because the publisher is still
# connected.
is_watchable() {
  local bytes
  bytes=$( (ask GET "$EDGE" "/live/$STREAM.webm" && timeout 10 head -c 1024 <&4) 2>/dev/null |
    od -An -v -tx1 | tr -d ' \n') || true
  [[ $bytes == *$EBML*$CLUSTER* ]]
}

# The connection stays open until the script ends.
publish() {
  { exec 3<>"/dev/tcp/${INGEST%:*}/${INGEST##*:}" && cat "$CLIP" >&3; } 2>/dev/null
}

await "publisher accepted by ingest ($INGEST)" publish
await "stream $STREAM in the control API ($CONTROL)" is_known
await "media from an edge ($EDGE)" is_watchable
removed=$(status DELETE "$CONTROL" "/api/streams/$STREAM?logId=any")
[ "$removed" = 204 ] || fail "DELETE /api/streams/$STREAM answered $removed instead of 204"
await "removal of the stream" is_gone
echo "The stream was published, listed, watched and removed."
