#!/usr/bin/env bash
# Builds everything, runs every test project one after the other (fast ones first), and adds up.
# The last line is "total: N passed, N failed, N skipped"; the exit status is 0 when none failed.
set -uo pipefail
cd "$(dirname "$0")/.."

make --silent deps || exit 1
dotnet build Crowdsource.sln --configuration Release --verbosity quiet --nologo || exit 1

# In the order of the design: rules, adapters, services, the whole. NAME@postgresql: the same tests on the shared catalogue.
order="Domain Architecture Storage Catalogue Formats Updates Inference Vision Client Delivery Delivery@postgresql Grains Grains@postgresql Learning Augmenter Trainer Api Cli AllInOne Cluster"
passed=0 failed=0 skipped=0 broken=0 failures=
for entry in $order; do
  name=${entry%@*} catalogue=${entry#"${entry%@*}"}
  project="Crowdsource.$name.Tests"
  program="artifacts/bin/$project/release/$project"
  log="artifacts/test-results/$project$catalogue.log"
  mkdir -p "$(dirname "$log")"
  if [ ! -x "$program" ]; then
    echo "$project was not built." >&2
    broken=1
    continue
  fi

  SECONDS=0
  CROWDSOURCE_TEST_CATALOGUE=${catalogue#@} "$program" -noColor -noLogo >"$log" 2>&1
  status=$?
  # xUnit closes with "Total: 16, Errors: 0, Failed: 1, Skipped: 0, …".
  read -r p f s < <(sed -nE 's/.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+),.*/\1 \2 \3 \4/p' "$log" |
    awk '{t+=$1; f+=$2+$3; s+=$4} END {print t-f-s, f+0, s+0}')
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  printf '%-36s %4d passed %3d failed %3d skipped  %4ds\n' "$project$catalogue" "$p" "$f" "$s" "$SECONDS"
  if [ $status -ne 0 ]; then
    cat "$log"
    failures+=$(grep -A 4 -F '[FAIL]' "$log" | cut -c 1-300)$'\n'
    [ "$f" -gt 0 ] || broken=1
  fi
done

for program in artifacts/bin/Crowdsource.*.Tests; do
  name=${program#artifacts/bin/Crowdsource.}
  case " $order " in *" ${name%.Tests} "*) ;; *) echo "$program is not in the order of infra/test.sh." >&2; broken=1 ;; esac
done

# A test program that died without counting is a failure too.
[ $broken -eq 0 ] || failed=$((failed + 1))
# Once more where nobody has to scroll.
[ -z "$failures" ] || printf 'Failed:\n%s' "$failures"
echo "total: $passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ]
