# Starts the server from an AOT cache, in which the JVM keeps loaded classes (JEP 514). To be sourced after java.sh.

jvm_options=$root/deploy/jvm.options

# fail_start MESSAGE: ends a start that cannot go on.
fail_start() {
  echo "$1" >&2
  exit 2
}

# Builds the server, and sets server to the command that starts it. Without a cache, the server only takes longer to start.
find_server() {
  local cache
  build signaling-server
  server_jar=$built
  if [ -z "${JDK_JAVA_OPTIONS:-}" ]; then
    java_options=("$JAVA" "@$jvm_options")
  else
    # The JVM reads this variable before its arguments, and the last option wins: the operator's options have to follow
    # those of jvm.options to override them.
    java_options=(env "JDK_JAVA_OPTIONS=\"@$jvm_options\" $JDK_JAVA_OPTIONS" "$JAVA")
  fi
  cache=$(aot_cache)
  # Messages about a cache that does not match (another JDK, other options) are off: such a start only takes longer.
  server=("${java_options[@]}" ${cache:+"-XX:AOTCache=$cache"} -Xlog:disable -Xlog:all=error:stderr -Xlog:aot=off
    -jar "$server_jar")
}

# Prints the path of the cache for this jar, JDK, options and training run, and creates it if it is missing. Prints nothing if
# that fails. The name includes the time of the jar: the JVM checks it, and copying a tree changes it.
aot_cache() {
  local cache
  cache=${server_jar%.jar}-$({ cat "$JAVA_HOME/release" "$jvm_options" "$root/script/lib/TrainingRun.java"; date -r "$server_jar" +%s; } | cksum | cut -d ' ' -f 1).aot
  if [ ! -s "$cache" ]; then
    echo "Preparing a fast start (once after each build) ..." >&2
    train "$cache" >&2 || echo "The fast start could not be prepared: the server starts without it, which takes longer." >&2
  fi
  if [ -s "$cache" ]; then
    echo "$cache"
  fi
}

# train CACHE: creates the cache. Two concurrent starts create one each, and the later one stays.
#
# CompileThresholdScaling=100 keeps methods from becoming hot in the training run: the JVM would record them, and compile
# them at each start. The client runs without the operator's JVM options, since two processes cannot share some of them (a
# debugger's port).
train() {
  local log=$1.log.$$ made=$1.$$
  rm -f "$(dirname "$1")"/*.aot
  if env -u JDK_JAVA_OPTIONS "$JAVA" -XX:TieredStopAtLevel=1 "$root/script/lib/TrainingRun.java" \
      "${java_options[@]}" -XX:CompileThresholdScaling=100 "-XX:AOTCacheOutput=$made" \
      -jar "$server_jar" --host 127.0.0.1 --port 0 --drain 0 >"$log" 2>&1 && [ -s "$made" ]; then
    mv "$made" "$1" && rm -f "$log"
  else
    tail -n 5 "$log" 2>/dev/null
    rm -f "$log" "$made"
    return 1
  fi
}
