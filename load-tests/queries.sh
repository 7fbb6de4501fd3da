# Requests a second and their latency against two instances over a large index, while ratings are learned. An
# open model: requests are sent when they are due, and latency counts from then.
# Options: [--rate 1100] [--seconds 30] [--warm-up 180] [--items 62000] [--users 20000] [--learn 2000] [--set KEY=VALUE]...
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/lib/measure"
measure dev.eddy.app.QueriesMeasurement "$@"
