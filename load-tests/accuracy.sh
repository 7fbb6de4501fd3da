# Measures the shipped defaults on every data set in a folder, beside published figures.
#   --dir PATH      a folder of data sets: MovieLens of any size, or CSV files named ratings.csv
#   --folds N       how many of the 5 folds of a holdout to run (default 5)
#   --als           trains Spark MLlib's ALS as well, tuned, on fold 0 of each (needs 3 GB and minutes)
#   --markdown FILE writes the table there as well
set -euo pipefail
dir=
folds=5
als=
markdown=/dev/null
while [ $# -gt 0 ]; do
  case $1 in
    --dir) dir=${2:?--dir needs a folder}; shift 2 ;;
    --folds) folds=${2:?--folds needs a number}; shift 2 ;;
    --als) als=yes; shift ;;
    --markdown) markdown=${2:?--markdown needs a file}; shift 2 ;;
    *) echo "accuracy: unknown option '$1'; there are --dir, --folds, --als, --markdown" >&2; exit 2 ;;
  esac
done
if [ -z "$dir" ] || [ ! -d "$dir" ]; then
  echo "accuracy: --dir must name a folder of data sets, it is '$dir'" >&2
  exit 2
fi
if ! [[ $folds =~ ^[1-5]$ ]]; then
  echo "accuracy: --folds is '$folds', allowed is 1 to 5" >&2
  exit 2
fi

# What others reached, and how they measured.
published() {
  case $1 in
    *ml-latest-small*)
      echo "MSE 0.7154, RMSE 0.846: batch dot product with biases, 5 epochs of one-cycle Adam, the same five folds" ;;
    *) echo "" ;;
  esac
}

number() { sed -n "s/.*\"$1\":\([0-9.]*\).*/\1/p"; }

evaluate() {
  echo "evaluate $*" >&2
  "$EDDY" evaluate --json "$@" | tail -1
}

# Spark reaches into the JDK; these doors are the ones that its own launcher opens.
als_peer() {
  local opens=() package
  for package in lang lang.invoke lang.reflect io net nio util util.concurrent util.concurrent.atomic; do
    opens+=("--add-opens=java.base/java.$package=ALL-UNNAMED")
  done
  for package in nio.ch nio.cs util.calendar; do
    opens+=("--add-opens=java.base/sun.$package=ALL-UNNAMED")
  done
  "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx3g "${opens[@]}" \
    -cp "$peer/target/classes:$(cat "$peer/target/classpath.txt")" AlsPeer "$1" \
    2> >(grep --line-buffered -a '^als\|Exception' >&2) | tail -1
}
if [ -n "$als" ]; then
  peer=$(cd "$(dirname "$0")" && pwd)/als
  (cd "$peer/../.." && ./mvnw -q -B -ntp -f load-tests/als/pom.xml compile >&2)
fi

sets=$(find -L "$dir" \( -name u.data -o -name ratings.dat -o -name ratings.csv -o -name ratings.csv.gz \) | sort)
if [ -z "$sets" ]; then
  echo "accuracy: no u.data, ratings.dat, ratings.csv or ratings.csv.gz in $dir" >&2
  exit 2
fi
{
  echo "| data set | ratings | prequential RMSE | new users | new items | warm | holdout RMSE | holdout MSE | ALS, fold 0 RMSE | Eddy, fold 0 RMSE | published |"
  echo "|---|---|---|---|---|---|---|---|---|---|---|"
} | tee "$markdown" >&2
json=
while IFS= read -r file; do
  file=$(realpath "$file")
  name=$(basename "$(dirname "$file")")
  options=()
  case $name in *goodbooks*) options=(--shuffle 1) ;; esac # sorted by book, and without times
  run=$(evaluate --ratings "$file" "${options[@]}")
  mses=
  for ((fold = 0; fold < folds; fold++)); do
    mses+=" $(evaluate --ratings "$file" --protocol holdout --fold "$fold" "${options[@]}" | number mse)"
  done
  first=$(awk '{ printf "%.4f", sqrt($1) }' <<<"$mses")
  peer_rmse=
  if [ -n "$als" ]; then
    peer_rmse=$(als_peer "$file" | number als_rmse)
  fi
  mse=$(awk '{ for (i = 1; i <= NF; i++) s += $i; printf "%.4f", s / NF }' <<<"$mses")
  rmse=$(awk '{ for (i = 1; i <= NF; i++) s += sqrt($i); printf "%.4f", s / NF }' <<<"$mses")
  {
    printf '| %s | %s | %.4f | %.4f | %.4f | %.4f | %s | %s | %s | %s | %s |\n' "$name" \
      "$(number n <<<"$run")" "$(number rmse <<<"$run")" "$(number rmse_new_user <<<"$run")" \
      "$(number rmse_new_item <<<"$run")" "$(number rmse_warm <<<"$run")" "$rmse" "$mse" "${peer_rmse:--}" "$first" "$(published "$name")"
  } | tee -a "$markdown" >&2
  json+="${json:+,}{\"data\":\"$name\",\"prequential_rmse\":$(number rmse <<<"$run"),\"holdout_rmse\":$rmse,\"holdout_mse\":$mse,\"folds\":$folds${peer_rmse:+,\"als_rmse_fold_0\":$peer_rmse},\"rmse_fold_0\":$first}"
done <<<"$sets"
echo "{\"accuracy\":[$json]}"
