# Lists beside those of popularity, item-item similarity, implicit ALS (RankSys) and EASE on the same
# split of a data set, and how far new accounts push an item into others' lists.
# Options: --ratings FILE [--shuffle SEED] [--attack 10]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/lib/measure"
peers=$here/lists
(cd "$here/.." && ./mvnw -q -B -ntp -f load-tests/lists/pom.xml compile >&2)
EDDY_HEAP=${EDDY_HEAP:-4g}
measure dev.eddy.eval.ListsMeasurement "$@" --peers "$peers/target/classes:$(cat "$peers/target/classpath.txt")"
