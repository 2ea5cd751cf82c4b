# shellcheck shell=bash disable=SC2034 # The sourcing scripts use the variables. Functions of the commands in
# this folder; sourced, not run.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$HERE/../.." && pwd)
# Kept between runs: Kubernetes' programs, the base image, the engine's layers.
CACHE=${FRAMELOG_TEST_CACHE:-$HOME/.cache/framelog-k8s}
mkdir -p "$CACHE"

say() {
  printf '%s  %s\n' "$(date +%T)" "$*" >&2
}

fail() {
  echo "k8s/test: $*" >&2
  exit 1
}

require_root() {
  [ "$(id -u)" -eq 0 ] || fail "this needs root, to create network namespaces and cgroups."
}

# bring COMMAND=PACKAGE…: installs the Debian packages of missing commands.
bring() {
  local pair missing=()
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || fail "please install ${missing[*]}."
  say "installing ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Installs what k8s/test/kubernetes needs.
bring_for_kubernetes() {
  bring etcd=etcd-server conntrack=conntrack socat=socat dnsmasq=dnsmasq-base kubectl=kubernetes-client \
    busybox=busybox-static openssl=openssl iptables=iptables
}

# await SECONDS WHAT COMMAND…: waits until the command succeeds; fails after the seconds.
await() {
  local seconds=$1 what=$2 end
  shift 2
  end=$((SECONDS + seconds))
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || fail "$what: not ready after $seconds s."
    sleep 0.3
  done
}

# stop PID SECONDS: terminates a process; kills it after the seconds.
stop() {
  local pid=$1 end=$((SECONDS + $2))
  kill "$pid" 2>/dev/null || return 0
  while kill -0 "$pid" 2>/dev/null; do
    if [ "$SECONDS" -ge "$end" ]; then
      kill -KILL "$pid" 2>/dev/null || true
      return 0
    fi
    sleep 0.2
  done
}

# unmount_below FOLDER: unmounts all mounts in the folder.
unmount_below() {
  awk -v below="$1/" 'index($2, below) == 1 {print $2}' /proc/mounts | sort -r | xargs -r umount
}
