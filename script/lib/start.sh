# Starts the server from what an earlier start has learned (JEP 514). To be sourced after java.sh.

jar=$root/signaling-server/target/signaling-server.jar
options=$root/deploy/jvm.options

# serve ARGUMENTS: becomes the server. What goes wrong with the cache makes the start slower, and nothing else.
serve() {
  local cache
  cache=$(aot_cache)
  exec "$JAVA" "@$options" ${cache:+"-XX:AOTCache=$cache"} -Xlog:disable -Xlog:all=error:stderr -Xlog:aot=off -jar "$jar" "$@"
}

# The cache for this jar, this JDK and these options, made if there is none; or nothing if it cannot be made.
aot_cache() {
  local cache
  cache=${jar%.jar}-$(cat "$JAVA_HOME/release" "$options" | cksum | cut -d ' ' -f 1).aot
  if ! is_fresh "$cache"; then
    echo "Preparing a fast start (once after each build) ..." >&2
    rehearse "$cache" >&2 || echo "The fast start could not be prepared: the server starts without it, a little later." >&2
  fi
  if is_fresh "$cache"; then
    echo "$cache"
  fi
}

is_fresh() { [ -s "$1" ] && [ "$1" -nt "$jar" ]; }

# Two that start at once make one each, and the last stays.
rehearse() {
  local log=$1.log.$$ made=$1.$$
  rm -f "${jar%.jar}"-*.aot
  if "$JAVA" "@$options" "-XX:AOTCacheOutput=$made" -cp "$jar" dev.parley.server.Rehearsal >"$log" 2>&1 && [ -s "$made" ]; then
    mv "$made" "$1" && rm -f "$log"
  else
    tail -n 5 "$log" 2>/dev/null
    rm -f "$log" "$made"
    return 1
  fi
}
