# Starts the server from what an earlier start has learned (JEP 514). To be sourced after java.sh.

jvm_options=$root/deploy/jvm.options

# Builds the server, and sets server to the command that starts it. What goes wrong with the cache makes the start slower,
# and nothing else.
find_server() {
  local cache
  build signaling-server
  server_jar=$built
  if [ -z "${JDK_JAVA_OPTIONS:-}" ]; then
    java_options=("$JAVA" "@$jvm_options")
  else
    # Java puts these before its arguments, the last of which win: an operator's own -Xmx is to come behind ours.
    java_options=(env "JDK_JAVA_OPTIONS=\"@$jvm_options\" $JDK_JAVA_OPTIONS" "$JAVA")
  fi
  cache=$(aot_cache)
  server=("${java_options[@]}" ${cache:+"-XX:AOTCache=$cache"} -Xlog:disable -Xlog:all=error:stderr -Xlog:aot=off
    -jar "$server_jar")
}

# The cache for this jar, this JDK and these options, made if there is none; or nothing if it cannot be made. The JVM knows
# the jar by its time, too, which changes where a tree is copied.
aot_cache() {
  local cache
  cache=${server_jar%.jar}-$({ cat "$JAVA_HOME/release" "$jvm_options"; date -r "$server_jar" +%s; } | cksum | cut -d ' ' -f 1).aot
  if [ ! -s "$cache" ]; then
    echo "Preparing a fast start (once after each build) ..." >&2
    rehearse "$cache" >&2 || echo "The fast start could not be prepared: the server starts without it, a little later." >&2
  fi
  if [ -s "$cache" ]; then
    echo "$cache"
  fi
}

# Two that start at once make one each, and the last stays. Nothing is to become hot in the rehearsal: the JVM would write
# that down, too, and begin each start with compiling it.
rehearse() {
  local log=$1.log.$$ made=$1.$$
  rm -f "$(dirname "$1")"/*.aot
  if "${java_options[@]}" -XX:CompileThresholdScaling=100 "-XX:AOTCacheOutput=$made" -cp "$server_jar" dev.parley.server.AotTraining >"$log" 2>&1 && [ -s "$made" ]; then
    mv "$made" "$1" && rm -f "$log"
  else
    tail -n 5 "$log" 2>/dev/null
    rm -f "$log" "$made"
    return 1
  fi
}
