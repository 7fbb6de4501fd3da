# Measures what eight partitions on two instances cost in accuracy against one: holdout fold 0, sent
# through a broker, and what was predicted before it was learned.
# Options: --ratings PATH [--partitions 8] [--instances 2] [--rate max|N] [--scale LO:HI]
#          [--shuffle SEED]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/lib/measure"
measure dev.eddy.app.DistributedMeasurement "$@"
