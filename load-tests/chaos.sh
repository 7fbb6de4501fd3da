# Kills one of two instances or the broker at random moments while ratings flow, and counts.
# Options: [--kills 20] [--rate 1000] [--seed 1]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/lib/measure"
measure dev.eddy.app.ChaosMeasurement "$@"
