# Exact lists of ten for one user on one thread while rows of items change, on rows that a learner
# produced and on noise, beside a full SIMD scan under the same updates. Milliseconds.
# Options: [--items 62000] [--factors 64] [--updates 10000] [--seconds 10] [--peers] [--alone]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/lib/measure"
for option in "$@"; do
  if [ "$option" = --peers ]; then
    peer=$here/oryx
    (cd "$here/.." && ./mvnw -q -B -ntp -f load-tests/oryx/pom.xml compile >&2)
    set -- "$@" --oryx "$peer/target/classes:$(cat "$peer/target/classpath.txt")"
  fi
done
measure dev.eddy.index.TopNMeasurement "$@"
