# shellcheck shell=sh
# Finds a Java without starting one: it reads the `release` file that every JDK carries.
# Sourced by ./holddown, ./dev and .ci/run; sets nothing but what jdk_find prints.

# jdk_feature HOME: the feature version, such as 25, or nothing when HOME holds no Java.
jdk_feature() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
  while IFS= read -r jdk_line; do
    case $jdk_line in
      JAVA_VERSION=*)
        jdk_line=${jdk_line#*=}
        jdk_line=${jdk_line#\"}
        printf '%s\n' "${jdk_line%%[!0-9]*}"
        return 0
        ;;
    esac
  done <"$1/release"
}

# jdk_fits HOME MIN TOOL: HOME is a Java of at least MIN that has bin/TOOL.
jdk_fits() {
  [ -n "$1" ] && [ -x "$1/bin/$3" ] || return 1
  jdk_version=$(jdk_feature "$1")
  [ -n "$jdk_version" ] && [ "$jdk_version" -ge "$2" ]
}

# jdk_behind_path: the home of the `java` on PATH, all symbolic links followed; or nothing.
jdk_behind_path() {
  jdk_java=$(command -v java) || return 0
  while [ -h "$jdk_java" ]; do
    jdk_link=$(readlink "$jdk_java")
    case $jdk_link in
      /*) jdk_java=$jdk_link ;;
      *) jdk_java=$(dirname -- "$jdk_java")/$jdk_link ;;
    esac
  done
  CDPATH='' cd -- "$(dirname -- "$jdk_java")/.." 2>/dev/null && pwd -P
}

# jdk_find MIN TOOL: the home of the first Java of at least MIN with bin/TOOL; 1 when none.
# A home named by hand comes first, then the exact version, then any newer one.
jdk_find() {
  for jdk_home in "${HOLDDOWN_JAVA_HOME:-}" "${JAVA_HOME:-}" \
    /usr/lib/jvm/*"$1"* /usr/lib/jvm/* \
    "${HOME:-}"/.sdkman/candidates/java/"$1"* "${HOME:-}"/.sdkman/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if jdk_fits "$jdk_home" "$1" "$2"; then
      printf '%s\n' "$jdk_home"
      return 0
    fi
  done
  if [ -x /usr/libexec/java_home ]; then
    jdk_home=$(/usr/libexec/java_home -v "$1+" 2>/dev/null) || jdk_home=
    if jdk_fits "$jdk_home" "$1" "$2"; then
      printf '%s\n' "$jdk_home"
      return 0
    fi
  fi
  jdk_home=$(jdk_behind_path) || jdk_home=
  jdk_fits "$jdk_home" "$1" "$2" || return 1
  printf '%s\n' "$jdk_home"
}
