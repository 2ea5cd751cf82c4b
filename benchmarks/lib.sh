# Functions of all benchmark commands; sourced, not run.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jar=$root/benchmarks/target/benchmarks.jar
standalone=$root/standalone/target/quarkus-app/quarkus-run.jar
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

# needs COMMAND[=PACKAGE]…: fails when commands are missing, and names their Debian packages.
needs() {
  local pair missing=()
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
  done
  [ ${#missing[@]} -eq 0 ] ||
    { echo "programs are missing; on Debian and Ubuntu: apt-get install ${missing[*]}" >&2; exit 1; }
}

# needs_built FILE…
needs_built() {
  local file
  for file in "$@"; do
    [ -e "$file" ] || { echo "missing ${file#"$root"/}: run 'mvn -q -DskipTests package' first" >&2; exit 1; }
  done
}

needs "$java=default-jdk-headless"

# Prints a free port of the loopback address.
free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2>/dev/null ||
    perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport'
}

machine() {
  echo "machine: $(nproc) cores, $(awk '/MemTotal/ {printf "%.0f", $2 / 1048576}' /proc/meminfo) GiB," \
    "$(awk -F': ' '/model name/ {print $2; exit}' /proc/cpuinfo), $("$java" -version 2>&1 | head -1)"
}
