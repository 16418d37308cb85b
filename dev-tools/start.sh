# shellcheck shell=sh
# Becomes the Java process of a lib folder; sourced by ./holddown and by the distribution's
# bin/holddown, after jdk.sh.
#
#   HOLDDOWN_JAVA_OPTS   more flags for Java, separated by spaces
#   HOLDDOWN_AOT         "never": start without the cache of ready classes, and make none
#
# The cache's name carries the build (a hash of all jars) and the JDK: JDK 25 runs stale classes
# from a cache whose jars have changed, without a word. Without a cache all works, only slower.

start_java_min=25

start_fail() {
  printf 'holddown: %s\n' "$*" >&2
  exit 5
}

# start_find_java: sets start_home. A wish that cannot be met is not passed over in silence.
start_find_java() {
  if [ -n "${HOLDDOWN_JAVA_HOME:-}" ] && ! jdk_fits "$HOLDDOWN_JAVA_HOME" "$start_java_min" java; then
    start_fail "HOLDDOWN_JAVA_HOME is $HOLDDOWN_JAVA_HOME, which is no Java $start_java_min or newer: correct it, or unset it to have one found."
  fi
  start_home=$(jdk_find "$start_java_min" java) ||
    start_fail "needs Java $start_java_min or newer, and found none: install a JDK $start_java_min (for example from https://adoptium.net), or set HOLDDOWN_JAVA_HOME to its folder."
}

# start_name_cache LIB KIND: sets start_cache to the file of this build on this JDK, where it is or
# belongs, or to nothing when the build has no name; sets start_native to SQLite's folder. A process
# loads all classes of its cache at once, so there are several kinds: `status`, which is asked most
# often; `stay`, for what goes on running; `verbs`, for all the others.
start_name_cache() {
  start_cache=
  start_native=
  start_jdk=
  start_machine=
  while IFS= read -r start_line; do
    start_value=${start_line#*=}
    start_value=${start_value#\"}
    start_value=${start_value%\"}
    case $start_line in
      IMPLEMENTOR=*) start_jdk=$start_jdk-$start_value ;;
      JAVA_RUNTIME_VERSION=*) start_jdk=$start_jdk-$start_value ;;
      OS_ARCH=*) start_machine=$start_machine-$start_value ;;
      OS_NAME=*) start_machine=$start_value$start_machine ;;
    esac
  done <"$start_home/release"
  [ ! -d "$1/native/$start_machine" ] || start_native=$1/native/$start_machine
  # A jar that is newer than the build's name was not part of it.
  [ -r "$1/build" ] && [ -z "$(find "$1/holddown.jar" -newer "$1/build" 2>/dev/null)" ] || return 0
  IFS= read -r start_build <"$1/build" || :
  start_file=$(printf '%s%s-%s-%s.aot' "$start_build" "$start_jdk" "$start_machine" "$2" | tr -c 'A-Za-z0-9.+-' '_')
  for start_folder in "$1/aot" "${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/holddown/aot"; do
    start_cache=$start_folder/$start_file
    [ ! -r "$start_cache" ] || return 0
  done
  [ ! -w "$1" ] || start_cache=$1/aot/$start_file
}

# start_java FLAGS...: runs Java with what every process of Holddown is given. JVM messages go to
# stderr: stdout belongs to the verb. The Unsafe flag keeps protobuf quiet.
start_java() {
  [ -z "$start_native" ] || set -- "-Dorg.sqlite.lib.path=$start_native" "$@"
  # shellcheck disable=SC2086 # several flags in one variable are the point
  $start_exec "$start_home/bin/java" -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xmx512m \
    -Xlog:disable -Xlog:all=error:stderr --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow ${HOLDDOWN_JAVA_OPTS:-} "$@"
}

# start_train LIB: makes the caches, by running the verbs once in a folder that is thrown away.
# One process at a time; a failure leaves its log beside the place, and is not tried again.
start_train() {
  start_name_cache "$1" verbs
  [ -n "$start_cache" ] || return 0
  mkdir -p "$(dirname -- "$start_cache")" 2>/dev/null || return 0
  # The lock of one that was killed does not last.
  [ -z "$(find "$start_cache.lock" -prune -mmin +10 2>/dev/null)" ] || rmdir "$start_cache.lock"
  mkdir "$start_cache.lock" 2>/dev/null || return 0
  start_scratch=$(mktemp -d) || return 0
  # Should it hang, it is ended, and the verbs start without a cache.
  start_exec=
  ! command -v timeout >/dev/null || start_exec='timeout 120'
  start_lock=$start_cache.lock
  for start_kind in verbs status stay; do
    start_name_cache "$1" "$start_kind"
    if [ -e "$start_cache" ] || [ -e "$start_cache.log" ]; then
      continue
    fi
    mkdir -p "$start_scratch/$start_kind"
    if start_java "-XX:AOTCacheOutput=$start_cache.$$" -cp "$1/holddown.jar" \
      dev.holddown.boot.Training "$start_kind" "$start_scratch/$start_kind" \
      >"$start_cache.log" 2>&1 </dev/null &&
      mv -f "$start_cache.$$" "$start_cache" 2>/dev/null; then
      rm -f "$start_cache.log"
    fi
    rm -f "$start_cache.$$"
  done
  rm -rf "$start_scratch" "$start_lock"
}

# start_holddown LIB LAUNCHER ARGUMENTS...: becomes the program.
start_holddown() {
  start_lib=$1
  start_launcher=$2
  shift 2
  start_find_java
  # Verbs that end soon are not worth the second compiler; those that stay are.
  start_short=yes
  start_kind=verbs
  start_verb=
  for start_argument in "$@"; do
    case $start_argument in
      --foreground) start_short=no ;;
      -*) ;;
      *)
        if [ -z "$start_verb" ]; then
          start_verb=$start_argument
          case $start_verb in
            engine | serve | demo)
              start_short=no
              start_kind=stay
              ;;
            status) start_kind=status ;;
          esac
        fi
        ;;
    esac
  done
  start_name_cache "$start_lib" "$start_kind"
  set -- "-Dholddown.launcher=$start_launcher" -cp "$start_lib/holddown.jar" dev.holddown.boot.Main "$@"
  # One that stays would fill a hundred megabytes before it looks for what nobody needs any more,
  # and keep what the compilers took at the start. Below its first limit the space for classes is not
  # collected, which would stop everything for a tenth of a second twice while people come in.
  if [ "$start_short" = no ]; then
    set -- -Xmn64m -XX:MetaspaceSize=96m -XX:TrimNativeHeapInterval=15000 "$@"
  else
    set -- -XX:TieredStopAtLevel=1 "$@"
  fi
  if [ "${HOLDDOWN_AOT:-}" != never ] && [ -n "$start_cache" ]; then
    if [ -r "$start_cache" ]; then
      set -- "-XX:AOTCache=$start_cache" "$@"
    elif [ -z "${CI:-}" ] && [ ! -e "$start_cache.log" ]; then
      # Beside the verb, not before it; a machine that is thrown away would never use it.
      (nice -n 19 "$start_lib/train.sh" "$start_home" >/dev/null 2>&1 </dev/null &)
    fi
  fi
  start_exec='exec'
  start_java "$@"
}
