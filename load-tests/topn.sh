# Measures the best ten of 62,000 items for one user on one thread, exact, with both models, and a
# plain SIMD scan of 64 floats an item in the same run. Medians, in milliseconds.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/lib/measure"
if [ $# -gt 0 ]; then
  echo "topn: unknown option '$1'; there is none" >&2
  exit 2
fi
compile_measurements
result=$(mktemp)
trap 'rm -f "$result"' EXIT
"$java" --add-modules=jdk.incubator.vector -cp "$classes" \
  org.openjdk.jmh.Main TopNBenchmark | tee "$result" >&2

# The median of a benchmark and a model, in milliseconds: JMH prints it in microseconds.
median() {
  awk -v name="TopNBenchmark.$1:p0.50" -v model="$2" \
    '$1 == name && $2 == model { printf "%.3f", $4 / 1000 }' "$result"
}

printf '{"items":62000,"dot_ms":%s,"nn_ms":%s,"plain_ms":%s}\n' \
  "$(median index DOT)" "$(median index NN)" "$(median plainScan DOT)"
