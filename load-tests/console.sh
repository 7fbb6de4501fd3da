# What the console costs a browser that watches while events are learned: tasks that hold up the page, and the heap
# that is not given back. Needs Chromium.
# Options: [--rate 10000] [--seconds 120] [--warm-up 20] [--items 62000] [--users 20000] [--page /] [--set KEY=VALUE]...
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/lib/measure"
measure dev.eddy.app.ConsoleMeasurement "$@"
