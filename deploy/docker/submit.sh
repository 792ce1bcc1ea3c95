#!/usr/bin/env bash
# submit.sh JOB-NAME MAIN-CLASS [--key value ...]: submits a job of the jar, unless one of that name runs already.
set -euo pipefail

name=$1
main=$2
shift 2

until running=$(flink list -r -m jobmanager:8081 2> /dev/null); do
  echo "submit: waiting for the JobManager"
  sleep 3
done
if grep -qF ": $name (" <<< "$running"; then
  echo "submit: $name runs already"
  exit 0
fi
exec flink run -d -m jobmanager:8081 -c "$main" /opt/flink/usrlib/freshet.jar "$@"
