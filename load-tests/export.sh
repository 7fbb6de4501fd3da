# Seconds, size and memory of a snapshot that is exported while ratings are learned as fast as they
# can be, and how much slower they are learned meanwhile.
# Options: [--ratings 2500000] [--users 30000] [--items 10000] [--before 20] [--heap 1g]
#          [--set KEY=VALUE]...
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/lib/measure"
measure dev.eddy.app.ExportMeasurement "$@"
