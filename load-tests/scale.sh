# A stream of the size of a full data set end to end, Eddy's heap 1 GiB: ratings a second, memory,
# disk, and the error in the last tenth beside the noise floor.
# Options: [--ratings 25000000] [--users 162000] [--items 59000] [--partitions 2] [--seed 1]
#          [--set KEY=VALUE]...
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/lib/measure"
measure dev.eddy.app.ScaleMeasurement "$@"
