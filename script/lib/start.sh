# Starts the server from what an earlier start has learned (JEP 514). To be sourced after java.sh.

server_jar=$root/signaling-server/target/signaling-server.jar
jvm_options=$root/deploy/jvm.options

# Sets server to the command that starts it. What goes wrong with the cache makes the start slower, and nothing else.
find_server() {
  local cache
  cache=$(aot_cache)
  server=("$JAVA" "@$jvm_options" ${cache:+"-XX:AOTCache=$cache"} -Xlog:disable -Xlog:all=error:stderr -Xlog:aot=off
    -jar "$server_jar")
}

# The cache for this jar, this JDK and these options, made if there is none; or nothing if it cannot be made.
aot_cache() {
  local cache
  cache=${server_jar%.jar}-$(cat "$JAVA_HOME/release" "$jvm_options" | cksum | cut -d ' ' -f 1).aot
  if ! is_fresh "$cache"; then
    echo "Preparing a fast start (once after each build) ..." >&2
    rehearse "$cache" >&2 || echo "The fast start could not be prepared: the server starts without it, a little later." >&2
  fi
  if is_fresh "$cache"; then
    echo "$cache"
  fi
}

is_fresh() { [ -s "$1" ] && [ "$1" -nt "$server_jar" ]; }

# Two that start at once make one each, and the last stays. Nothing is to become hot in the rehearsal: the JVM would write
# that down, too, and begin each start with compiling it.
rehearse() {
  local log=$1.log.$$ made=$1.$$
  find "$(dirname "$server_jar")" -maxdepth 1 -name '*.aot*' ! -newer "$server_jar" -delete
  if "$JAVA" "@$jvm_options" -XX:CompileThresholdScaling=100 "-XX:AOTCacheOutput=$made" -cp "$server_jar" dev.parley.server.Rehearsal >"$log" 2>&1 && [ -s "$made" ]; then
    mv "$made" "$1" && rm -f "$log"
  else
    tail -n 5 "$log" 2>/dev/null
    rm -f "$log" "$made"
    return 1
  fi
}
