# Finds a JDK 25 or newer, rebuilds a module when its sources have changed, and runs it from a copy of the build, so that
# no build changes a running program. To be sourced.

root=$(CDPATH= cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
runs=$root/.run
: "${HOME:=/}" # services and containers may have none
wanted_java=25

# In an ASCII locale, Java cannot open files whose paths have other characters.
if [ "$(locale charmap 2>/dev/null)" = ANSI_X3.4-1968 ]; then
  export LC_ALL=C.UTF-8
fi

# The major version of the JDK in a folder, read from its file "release"; 0 if there is no JDK.
java_version() {
  local version
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)
  [ -x "$1/bin/javac" ] && echo "${version:-0}" || echo 0
}

# Sets JAVA and, also for Maven, JAVA_HOME. Looks where Maven's toolchains plugin looks.
find_java() {
  local home on_path
  on_path=$(command -v javac 2>/dev/null || true)
  for home in "${JAVA_HOME:-}" "${JDK_HOME:-}" ${!JAVA@} \
      "${on_path:+$(dirname "$(dirname "$(readlink -f "$on_path")")")}" \
      /usr/lib/jvm/* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
      "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.m2/jdks/*; do
    case $home in JAVA*_HOME) home=${!home} ;; esac
    if [ -n "$home" ] && [ "$(java_version "$home")" -ge "$wanted_java" ]; then
      export JAVA_HOME=$home
      JAVA=$home/bin/java
      return
    fi
  done
  echo "Parley needs a JDK $wanted_java or newer, which was not found: install one (Debian: apt-get install temurin-25-jdk; or https://adoptium.net), or set JAVA_HOME to it." >&2
  exit 2
}

need_maven() {
  command -v mvn >/dev/null && return
  echo "Building Parley needs Maven, and there is no mvn on the PATH: install it (Debian: apt-get install maven)." >&2
  exit 2
}

maven() {
  # The first option silences warnings of Maven 3.8 about its own libraries on this JDK, the second the escape sequences that
  # it prints at its end even without colors.
  MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow -Djansi.noreset=true" mvn -B -Dstyle.color=never "$@"
}

# build MODULE: packages a module and its dependencies if they have changed, and sets built to the jar of the copy.
build() {
  take_turn
  is_built "$1" || pack "$1"
  publish "$1"
  end_turn
}

# Waits for another build, which would write the same files. Does not wait without flock, or write permission.
take_turn() {
  turn=
  if command -v flock >/dev/null && mkdir -p "$runs" 2>/dev/null && [ -w "$runs" ]; then
    exec {turn}>"$runs/.lock"
    flock -n "$turn" || { echo "Waiting for another build ..." >&2; flock "$turn"; }
  fi
}

end_turn() { [ -z "$turn" ] || exec {turn}>&-; }

# A checksum of all sources. Modification times would miss a change to an older version, and change when a tree is copied.
sum_of_sources() {
  (cd "$root" && find . "${not_sources[@]}" "${sources[@]}" -print0 | LC_ALL=C sort -z | xargs -0 cksum | cksum | cut -d ' ' -f 1)
}
not_sources=(\( -name node_modules -o -name target -o -name .git -o -name .run -o -name test \) -prune -o)
sources=(-type f \( -name '*.java' -o -name pom.xml -o -path './web-client/*' -o -path './protocol/*.json' \))

# jar_name MODULE: the jar has the name of the module's folder.
jar_name() { echo "${1##*/}.jar"; }

# sum_of_build MODULE: a checksum of its jar and of the libraries beside it.
sum_of_build() {
  (cd "$root/$1/target" && find "$(jar_name "$1")" lib -name '*.jar' -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 cksum | cksum | cut -d ' ' -f 1)
}

# is_built MODULE: whether the jar was built from the current sources, by the checksums that note_packed wrote. A jar built
# by hand has none, and counts as current if it is newer than all sources.
is_built() {
  local jar=$root/$1/target/$(jar_name "$1") from to= sources_now build_now
  [ -f "$jar" ] || return 1
  sources_now=$(sum_of_sources) build_now=$(sum_of_build "$1")
  read -r from to 2>/dev/null <"$root/$1/target/packed" || true
  if [ "$to" = "$build_now" ]; then
    [ "$from" = "$sources_now" ]
  else
    [ -z "$(cd "$root" && find . "${not_sources[@]}" "${sources[@]}" -newer "$jar" -print -quit)" ] || return 1
    note_packed "$1" "$sources_now" "$build_now" 2>/dev/null || true
  fi
}

# note_packed MODULE SOURCES BUILD: stores the checksums of the sources and of the jars built from them.
note_packed() { echo "$2 $3" >"$root/$1/target/packed"; }

pack() {
  local from
  need_maven
  echo "Building Parley (the first time, Maven fetches its libraries) ..." >&2
  from=$(sum_of_sources) # before the build, since sources may change during it
  (cd "$root" && maven -q -Dmaven.test.skip=true -Dspotless.check.skip=true -pl "$1" -am package) >&2 || {
    echo "The build failed: Maven's output above has the reason." >&2
    exit 1
  }
  note_packed "$1" "$from" "$(sum_of_build "$1")"
}

# publish MODULE: copies a build into a folder that later builds and "mvn clean" do not change, and sets built to the jar of
# the copy. Without write permission, built is the jar in target/.
publish() {
  local target=$root/$1/target jar name=${1##*/} folder fresh
  jar=$(jar_name "$1") fresh=$runs/.$name.new folder=$runs/$name-$(sum_of_build "$1")
  if [ ! -f "$folder/$jar" ]; then
    built=$target/$jar
    [ -n "$turn" ] && rm -rf "$fresh" || fresh+=.$$
    mkdir -p "$fresh" 2>/dev/null && cp "$built" "$fresh" || return 0 # a user who may not write here cannot build either
    [ ! -d "$target/lib" ] || cp -R "$target/lib" "$fresh"
    rm -rf "$folder"
    mv "$fresh" "$folder"
  fi
  built=$folder/$jar
  ! command -v flock >/dev/null || hold "$built"
  [ -z "$turn" ] || remove_unused "$name" "$folder"
}

# Locks a file for the lifetime of this process, also after exec.
hold() {
  local held
  exec {held}<"$1"
  flock -s "$held"
}

# remove_unused NAME FOLDER: removes the copies of a module's builds, except this one and those in use.
remove_unused() {
  local each
  for each in "$runs/$1"-*; do
    [ "$each" = "$2" ] || flock -n -x "$each/$1.jar" rm -rf "$each" 2>/dev/null || true
  done
}

# run_test_program MODULE CLASS ARGUMENT...: becomes a program from the test sources of a module (exec).
run_test_program() {
  local module=$1 program=$2
  shift 2
  local target=$root/$module/target
  need_maven
  (cd "$root" && maven -q -Dspotless.check.skip=true -pl "$module" -am \
    test-compile dependency:build-classpath -Dmdep.outputFile=target/test-classpath -Dmdep.includeScope=test) >&2 || {
    echo "The build failed: Maven's output above has the reason." >&2
    exit 1
  }
  exec "$JAVA" -XX:+ExitOnOutOfMemoryError -cp "$target/test-classes:$target/classes:$(cat "$target/test-classpath")" "$program" "$@"
}
