# Sends malformed requests over every route and both ports, raw bytes among them, and malformed records to every topic
# that others write. All figures but requests and records must be 0.
# Options: [--requests 100000] [--records 100000] [--seed 1]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/lib/measure"
measure dev.eddy.app.FuzzMeasurement "$@"
