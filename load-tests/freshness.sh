# Milliseconds from sending one rating to a changed list over HTTP, while others rate at half of
# the rate that can be learned.
# Options: [--rate N] [--warm-up 60] [--probes 300] [--set KEY=VALUE]...
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/lib/measure"
measure dev.eddy.app.FreshnessMeasurement "$@"
