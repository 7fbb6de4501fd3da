# Ratings a second through everything, beside plain topologies with the same partitions and threads.
# Options: [--guarantee exactly_once_v2|at_least_once] [--events 1000000] [--runs 3] [--partitions 2]
#          [--set KEY=VALUE]... [--against KEY=VALUE]...
# With --against: Eddy beside Eddy with those settings as well, in pairs, and no plain topologies.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/lib/measure"
measure dev.eddy.app.PipelineMeasurement "$@"
