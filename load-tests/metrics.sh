# How long /metrics takes to answer, of an instance that has learned and answered.
# Options: [--scrapes 300] [--partitions 4]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/lib/measure"
measure dev.eddy.app.MetricsMeasurement "$@"
