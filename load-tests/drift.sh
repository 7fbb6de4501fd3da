# What the monitors of drift and the brakes on the loop are worth, in simulated worlds: for each
# scenario in which share of the seeds the monitors of the loop alarmed in time, after how many rounds,
# and how often they alarmed of nothing; the same for each monitor alone; and what each brake does to
# the enthusiasts' effect, to an attack, to the error and to the choices.
# Options: [--seeds 20] [--first-seed 1] [--rounds 60] [--users 300] [--items 500] [--threads 2]
#          [--monitors-only]: without brakes, in a fifth of the time
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/measure"
measure dev.eddy.simulate.DriftMeasurement "$@"
