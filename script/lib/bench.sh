# Prepares the machine for measurements. To be sourced after java.sh.

# Raises the limit of open files: each connection is an open file in the client and in the server.
raise_open_files() { ulimit -n "$(ulimit -Hn)" 2>/dev/null || true; }

# Sets processors to the processors that this process may use, or to nothing if there is only one, or no taskset.
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

# Sets peers to the folder of the other servers, or to nothing if they cannot be installed.
find_peers() {
  peers=
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "Without Node and npm, only Parley is measured (Debian: apt-get install nodejs npm)." >&2
    return
  fi
  local folder=$root/tools/bench/peers
  if [ ! "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ]; then
    echo "Fetching the other servers to measure ..." >&2
    (cd "$folder" && npm ci --silent --no-audit --no-fund >&2) || {
      echo "Only Parley is measured: npm could not fetch the other servers. Its output above has the reason." >&2
      return
    }
    touch "$folder/node_modules/.package-lock.json"
  fi
  peers=$folder
}
