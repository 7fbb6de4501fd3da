# Seconds until every partition is served again: after a clean stop, from the changelogs after a
# kill (and until all users are solved), when an instance joins or leaves under load, and when a
# standby takes over.
# Options: [--users 162000] [--items 59000] [--ratings 600000] [--rate 500] [--alone]
#          [--set KEY=VALUE]...
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/lib/measure"
measure dev.eddy.app.RecoveryMeasurement "$@"
