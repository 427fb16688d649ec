# Finds a JDK 25 or newer, and builds what is older than its sources. To be sourced.

root=$(CDPATH= cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
: "${HOME:=/}" # services and containers may have none
wanted_java=25

# The major version of the JDK in a folder, by the file that every JDK carries; 0 if there is none.
java_version() {
  local version
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)
  [ -x "$1/bin/javac" ] && echo "${version:-0}" || echo 0
}

# Sets JAVA_HOME, for Maven too, and JAVA. Looks where Maven's toolchains plugin looks.
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
  echo "Parley needs a JDK $wanted_java or newer, and there is none here: install one (Debian: apt-get install temurin-25-jdk; or https://adoptium.net), or set JAVA_HOME to it." >&2
  exit 2
}

need_maven() {
  command -v mvn >/dev/null && return
  echo "Parley is built by Maven, and there is no mvn on the PATH: install it (Debian: apt-get install maven)." >&2
  exit 2
}

maven() {
  # Without the option, Maven 3.8 on such a JDK begins with warnings about its own libraries.
  MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow" mvn -B -Dstyle.color=never "$@"
}

# build MODULE: packs a module and what it needs, unless its jar is newer than every source.
build() {
  local jar=$root/$1/target/$1.jar
  if [ -f "$jar" ] && [ -z "$(find "$root" \( -name node_modules -o -name target -o -name .git -o -name test \) -prune \
      -o -type f \( -name '*.java' -o -name pom.xml -o -path '*/web-client/*' \) -newer "$jar" -print -quit)" ]; then
    return
  fi
  need_maven
  echo "Building Parley (the first time, Maven fetches its libraries) ..." >&2
  (cd "$root" && maven -q -Dmaven.test.skip=true -Dspotless.check.skip=true -pl "$1" -am package) >&2 || {
    echo "The build failed: what Maven says above tells why." >&2
    exit 1
  }
  touch "$jar"
}

# run_test_program MODULE CLASS ARGUMENT...: runs a program that stands beside the tests of a module, instead of this one.
run_test_program() {
  local module=$1 program=$2
  shift 2
  local target=$root/$module/target
  need_maven
  (cd "$root" && maven -q -Dspotless.check.skip=true -pl "$module" -am \
    test-compile dependency:build-classpath -Dmdep.outputFile=target/test-classpath -Dmdep.includeScope=test) >&2 || {
    echo "The build failed: what Maven says above tells why." >&2
    exit 1
  }
  exec "$JAVA" -XX:+ExitOnOutOfMemoryError -cp "$target/test-classes:$target/classes:$(cat "$target/test-classpath")" "$program" "$@"
}
