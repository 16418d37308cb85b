#!/bin/sh
# Makes the caches of ready classes for the lib folder in which it lies: train.sh [JAVA_HOME]
set -eu
lib=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
# shellcheck source=dev-tools/jdk.sh
. "$lib/jdk.sh"
# shellcheck source=dev-tools/start.sh
. "$lib/start.sh"
[ $# -eq 0 ] || HOLDDOWN_JAVA_HOME=$1
start_find_java
start_train "$lib"
