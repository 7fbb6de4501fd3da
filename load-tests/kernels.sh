# Nanoseconds a step of gradient descent: scalar and SIMD in cache, SIMD in memory, and the plain
# Vector API loop in memory in the same run. Options: [--short]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/lib/measure"
measure dev.eddy.kernel.KernelMeasurement "$@"
