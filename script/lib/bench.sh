# What benchmarks need of the machine. To be sourced, after java.sh.

# Every connection is an open file, at both its ends.
raise_open_files() { ulimit -n "$(ulimit -Hn)" 2>/dev/null || true; }

# Sets processors to the first two that may be used here; to nothing where they cannot be chosen, or there is but one.
find_processors() {
  local range first last
  processors=()
  command -v taskset >/dev/null || return 0
  for range in $(taskset -cp $$ | sed 's/.*: //; s/,/ /g'); do
    first=${range%-*} last=${range#*-}
    processors+=($(seq "$first" "$last"))
  done
  [ ${#processors[@]} -gt 1 ] || processors=()
}

# Sets peers to the folder of the servers that ours is compared with, if they can be had.
find_peers() {
  peers=
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "Node and npm are not here, so peerjs, ws and socketio are left out (Debian: apt-get install nodejs npm)." >&2
    return
  fi
  local folder=$root/tools/bench/peers
  if [ ! "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ]; then
    echo "Fetching the servers to compare with ..." >&2
    (cd "$folder" && npm ci --silent --no-audit --no-fund >&2) || {
      echo "npm could not fetch them, so peerjs, ws and socketio are left out: what npm says above tells why." >&2
      return
    }
    touch "$folder/node_modules/.package-lock.json"
  fi
  peers=$folder
}
