# Ratings a second through everything, beside plain topologies with the same partitions and threads,
# and what a rating costs: processor time, bytes allocated, bytes written to Kafka.
# Options: [--events 1000000] [--runs 3] [--partitions 4]
#          [--users 100000] [--items 20000] [--set KEY=VALUE]... [--against KEY=VALUE]...
# With --against: Eddy beside Eddy with those settings as well, in pairs, and no plain topologies.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/lib/measure"
measure dev.eddy.app.PipelineMeasurement "$@"
