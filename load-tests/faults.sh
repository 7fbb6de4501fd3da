# Tries faults, each with a broker and instances of its own, and tells of each in a line of JSON: what
# users see, what is lost, how it heals and how long that takes. docs/operations.md explains them.
# Options: [--only FAULT,...] [--seconds 60]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/lib/measure"
measure dev.eddy.app.FaultsMeasurement "$@"
