# Offers one instance ten times the requests that it can answer, beside slow headers, slow bodies, clients that read
# nothing and a thousand event streams; then calm.
# Options: [--seconds 60] [--warm-up 60] [--items 20000] [--users 5000] [--bad 100] [--streams 1000] [--connections 1600] [--set KEY=VALUE]...
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/lib/measure"
measure dev.eddy.app.OverloadMeasurement "$@"
