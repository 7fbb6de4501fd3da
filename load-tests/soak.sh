# Loads two instances steadily, kills one again and again, and tells of the other what creeps: heap,
# memory, disk, latency and error, each with its slope an hour.
# Options: [--minutes 60] [--warm-up MINUTES] [--rate 100] [--queries 20] [--users 200]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/lib/measure"
measure dev.eddy.app.SoakMeasurement "$@"
