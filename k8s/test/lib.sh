# shellcheck shell=bash disable=SC2034 # Variables for those who source it.
# What the commands of this folder share. Sourced.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$HERE/../.." && pwd)
# Kept from run to run: Kubernetes' programs, the base image, the engine's layers.
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
  [ "$(id -u)" -eq 0 ] || fail "root is needed, for network namespaces and cgroups of its own."
}

# bring COMMAND=PACKAGE…: installs Debian's packages of the commands that are missing.
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

# What k8s/test/kubernetes needs: for those who start it where no package can be fetched.
bring_for_kubernetes() {
  bring etcd=etcd-server conntrack=conntrack socat=socat dnsmasq=dnsmasq-base kubectl=kubernetes-client \
    busybox=busybox-static openssl=openssl iptables=iptables
}

# await SECONDS WHAT COMMAND…: until the command succeeds.
await() {
  local seconds=$1 what=$2 end
  shift 2
  end=$((SECONDS + seconds))
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || fail "$what: not after $seconds s."
    sleep 0.3
  done
}

# stop PID SECONDS: asks a process of ours to end, and makes it.
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

# unmount_below FOLDER: whatever is mounted there.
unmount_below() {
  awk -v below="$1/" 'index($2, below) == 1 {print $2}' /proc/mounts | sort -r | xargs -r umount
}
