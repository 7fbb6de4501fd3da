# What partitions cost: processor time a rating, bytes to Kafka, and the error, at several numbers of
# partitions, each in a process of its own.
# Options: [--partitions "1 2 4 8 16"] [--events 500000] [--runs 2] [--users 100000] [--items 20000]
#          [--set KEY=VALUE]...
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/lib/measure"
counts="1 2 4 8 16"
events=500000
runs=2
options=()
while [ $# -gt 0 ]; do
  case $1 in
    --partitions) counts=${2:?--partitions needs numbers, such as "1 4"}; shift 2 ;;
    --events) events=${2:?--events needs a number}; shift 2 ;;
    --runs) runs=${2:?--runs needs a number}; shift 2 ;;
    --users | --items | --set) options+=("$1" "${2:?$1 needs a value}"); shift 2 ;;
    *) echo "partitions: unknown option '$1'; there are --partitions, --events, --runs, --users, --items, --set" >&2; exit 2 ;;
  esac
done
number() { sed -n "s/.*\"$1\":\([0-9.]*\).*/\1/p"; }

rows=
first=
for count in $counts; do
  report=$(measure dev.eddy.app.PipelineMeasurement --alone --partitions "$count" \
    --events "$events" --runs "$runs" "${options[@]}" | tail -1)
  cost=$(awk '{ print $1 + $2 }' <<<"$(number process_us_per_event <<<"$report") $(number broker_us_per_event <<<"$report")")
  first=${first:-$cost}
  rows+=${rows:+,}$(printf '{"partitions":%s,"events_per_s":%s,"us_per_event":%s,"us_ratio":%s,"kafka_bytes_per_byte":%s,"rmse":%s}' \
    "$count" "$(number events_per_s <<<"$report")" "$cost" "$(awk -v a="$cost" -v b="$first" 'BEGIN { printf "%.3f", a / b }')" \
    "$(number kafka_bytes_per_byte <<<"$report")" "$(number rmse <<<"$report")")
  echo "$count partitions: $cost us of processor a rating" >&2
done
echo "{\"runs\":[$rows]}"
