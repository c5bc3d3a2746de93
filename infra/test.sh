#!/usr/bin/env bash
# Builds everything, runs every test project (fast ones first), and adds up.
# The last line is "total: N passed, N failed, N skipped"; the exit status is 0 when none failed.
set -uo pipefail
cd "$(dirname "$0")/.."

make --silent deps || exit 1
dotnet build Crowdsource.sln --configuration Release --verbosity quiet --nologo || exit 1

# In the order of the design: rules, adapters, services, the whole. NAME@postgresql: the same tests on the shared catalogue.
# The whole on one host is killed a hundred times and mostly waits to come back: the services are tested beside it, with what it leaves of the cores.
rules="Domain Architecture Storage Catalogue Formats Updates Inference Vision Client Delivery Delivery@postgresql Grains Grains@postgresql"
services="Learning Augmenter Trainer Api Cli"
whole="AllInOne"
cluster="Cluster"

results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"

# Runs one after the other, as nice as is said; of each a log, and its counts in a file: passed, failed, skipped, exit status.
run() {
  local entry name catalogue project program log status counts
  for entry in $1; do
    name=${entry%@*} catalogue=${entry#"${entry%@*}"}
    project="Crowdsource.$name.Tests"
    program="artifacts/bin/$project/release/$project"
    log="$results/$project$catalogue.log"
    local start=$SECONDS
    CROWDSOURCE_TEST_CATALOGUE=${catalogue#@} nice -n "${2:-0}" "$program" -noColor -noLogo >"$log" 2>&1
    status=$?
    # xUnit closes with "Total: 16, Errors: 0, Failed: 1, Skipped: 0, …".
    counts=$(sed -nE 's/.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+),.*/\1 \2 \3 \4/p' "$log" |
      awk '{t+=$1; f+=$2+$3; s+=$4} END {print t-f-s, f+0, s+0}')
    echo "$counts $status" >"$results/$project$catalogue.counts"
    printf '%-36s %4d passed %3d failed %3d skipped  %4ds\n' "$project$catalogue" $counts "$((SECONDS - start))"
    [ $status -eq 0 ] || cat "$log"
  done
}

# What runs in the background does not hear Ctrl-C.
trap 'trap - TERM; kill 0' INT TERM

run "$rules"
run "$whole" &
run "$services" 5
wait
run "$cluster"

passed=0 failed=0 skipped=0 broken=0
for entry in $rules $services $whole $cluster; do
  read -r p f s status <"$results/Crowdsource.${entry%@*}.Tests${entry#"${entry%@*}"}.counts" || { broken=1; continue; }
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  # A test program that died without counting is a failure too.
  [ "$status" -eq 0 ] || [ "$f" -gt 0 ] || broken=1
done

for program in artifacts/bin/Crowdsource.*.Tests; do
  name=${program#artifacts/bin/Crowdsource.}
  case " $rules $services $whole $cluster " in *" ${name%.Tests} "*) ;; *) echo "$program is not in infra/test.sh." >&2; broken=1 ;; esac
done

[ $broken -eq 0 ] || failed=$((failed + 1))
# Once more where nobody has to scroll.
failures=$(grep -h -A 4 -F '[FAIL]' "$results"/*.log | cut -c 1-300)
[ -z "$failures" ] || printf 'Failed:\n%s\n' "$failures"
echo "total: $passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ]
