#!/usr/bin/env bash
# Builds everything and runs every test. The last line says what came of it: `N passed, N failed`.
#
#   ./test.sh                             all test projects
#   ./test.sh Sqlite                      one project: tests/StatefulScheduler.Sqlite.Tests (the full name works too)
#   ./test.sh --filter IntervalTrigger    the tests whose full name contains the word, in any of the projects
#
# Needs the .NET SDK. CONFIGURATION (Release) and TEST_TIMEOUT (seconds for one project; 1800 in CI) may be set.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

configuration=${CONFIGURATION:-Release}
timeout_seconds=${TEST_TIMEOUT:-1800}
results=artifacts/test-results
passed=0 failed=0 skipped=0 filter= wanted= finished=false

# Whatever ends this script, a broken build or Ctrl+C, the last line is the verdict.
verdict() {
  local code=$? line
  $finished || failed=$((failed + 1))
  line="$passed passed, $failed failed"
  [ "$skipped" -eq 0 ] || line="$line, $skipped skipped"
  echo
  echo "$line"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ] && exit "$code"
  exit 1
}
trap verdict EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

stop() { echo "test.sh: $*" >&2; exit 2; }

while [ $# -gt 0 ]; do
  case $1 in
    --filter) [ $# -ge 2 ] || stop "--filter needs a word"; filter=$2; shift 2 ;;
    --filter=*) filter=${1#*=}; shift ;;
    -*) stop "unknown option $1; the first lines of test.sh say what there is" ;;
    *) [ -z "$wanted" ] || stop "one project at a time, or none for all"; wanted=$1; shift ;;
  esac
done

# --- 1. The machine: everything that the tests need and that may be installed, is installed here -------------------

command -v dotnet >/dev/null || stop "the .NET SDK 10 is not on the PATH: https://dotnet.microsoft.com/download"

# A user without a home (a container, a build agent) still needs a place for packages.
if [ ! -d "${HOME:-}" ] || [ ! -w "${HOME:-}" ]; then
  export HOME="$PWD/artifacts/home"
  mkdir -p "$HOME"
fi
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# No server outlives the script: a compiler or MSBuild node left running keeps files, memory and CI jobs open.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false

# The programs of a PostgreSQL server, where the tests look for them (PostgreSqlBinaries.cs). The tests start servers of their own.
has_postgresql() {
  local folder
  [ -z "${POSTGRESQL_BIN:-}" ] || { [ -x "$POSTGRESQL_BIN/initdb" ]; return; }
  ! command -v initdb >/dev/null || return 0
  for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin \
    /Applications/Postgres.app/Contents/Versions/latest/bin; do
    [ ! -x "$folder/initdb" ] || return 0
  done
  return 1
}

has_gcc() { command -v gcc >/dev/null; }

apt() { DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::http::Timeout=30 -o DPkg::Lock::Timeout=300 "$@" </dev/null >/dev/null; }

install_postgresql() {
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    apt update || true
    # Debian makes and starts a server of the system with the package, unless it is told not to in between.
    apt install -y --no-install-recommends postgresql-common &&
      sed -i 's/^#\? *create_main_cluster *=.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf &&
      apt install -y --no-install-recommends postgresql
  elif [ "$(id -u)" -eq 0 ] && command -v dnf >/dev/null; then dnf -q -y install postgresql-server postgresql-contrib </dev/null
  elif command -v brew >/dev/null; then brew install --quiet postgresql@17 </dev/null
  else return 1; fi
}

install_gcc() {
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then apt update || true; apt install -y --no-install-recommends gcc libc6-dev
  elif [ "$(id -u)" -eq 0 ] && command -v dnf >/dev/null; then dnf -q -y install gcc </dev/null
  else return 1; fi
}

for thing in postgresql gcc; do
  "has_$thing" || { echo "test.sh: installing $thing"; "install_$thing" || true; }
  "has_$thing" || echo "test.sh: there is no $thing here and none could be installed: its tests $([ "${CI:-}" = true ] && echo fail || echo "are skipped")" >&2
done

# --- 2. Build: once ------------------------------------------------------------------------------------------------

project_of() {
  local name
  for name in "$1" "StatefulScheduler.$1.Tests" "$1.Tests"; do
    if [ -d "tests/$name" ] && [[ $name == *.Tests ]]; then echo "tests/$name"; return; fi
  done
  return 1
}

if [ -n "$wanted" ]; then
  projects=("$(project_of "${wanted%/}")") || stop "there is no test project '$wanted' under tests/"
  target=${projects[0]}
else
  projects=(tests/*.Tests)
  target=StatefulScheduler.sln
fi

# CI=true restores in locked mode (Directory.Build.props): a lock file that no longer fits is an error, not a change.
dotnet restore "$target" --verbosity quiet --disable-build-servers </dev/null
dotnet build "$target" --configuration "$configuration" --no-restore --verbosity quiet \
  --disable-build-servers -nodeReuse:false </dev/null

# --- 3. Run: one project after the other, each writes an XML result that is counted --------------------------------

count() { # count FILE ATTRIBUTE: its sum over all <assembly> elements
  { grep -o '<assembly [^>]*>' "$1" || true; } | { grep -o " $2=\"[0-9]*\"" || true; } |
    tr -dc '0-9\n' | { sum=0; while read -r n; do sum=$((sum + n)); done; echo "$sum"; }
}

limited() { # a hanging test must not hang CI; a person has Ctrl+C, which `timeout` would keep from the tests
  if { [ "${CI:-}" = true ] || [ -n "${TEST_TIMEOUT:-}" ]; } && command -v timeout >/dev/null; then timeout --kill-after=30 "$timeout_seconds" "$@"
  else "$@"; fi
}

run() { # run FOLDER: adds the project's tests to the sums and says so in a line
  local name result code=0 p=0 f=0 s=0 note=
  name=$(basename "$1")
  result=$results/$name.xml
  local arguments=(-noColor -noLogo -noAutoReporters -reporter quiet -xml "$result")
  [ -z "$filter" ] || arguments+=(-method "*$filter*")

  echo
  echo "== $name"
  local configuration_folder
  configuration_folder=$(echo "$configuration" | tr '[:upper:]' '[:lower:]')
  limited dotnet "artifacts/bin/$name/$configuration_folder/$name.dll" "${arguments[@]}" </dev/null || code=$?

  if [ -s "$result" ]; then
    p=$(count "$result" passed) s=$(count "$result" skipped)
    f=$(($(count "$result" failed) + $(count "$result" errors)))
  fi
  if [ ! -s "$result" ] || { [ "$code" -ne 0 ] && [ "$f" -eq 0 ]; }; then
    f=$((f + 1)) note=" (ended with exit code $code before all was told)"
    [ "$code" -ne 124 ] || note=" (stopped after $timeout_seconds seconds)"
  elif [ $((p + f)) -eq 0 ] && [ -z "$filter" ]; then
    f=1 note=" (no test ran)"
  fi

  echo "   $name: $p passed, $f failed, $s skipped$note"
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}

rm -rf "$results"
mkdir -p "$results"
for project in "${projects[@]}"; do
  run "$project"
done

[ $((passed + failed)) -gt 0 ] || echo "No test ran${filter:+: none has a name with '$filter' in it}." >&2
finished=true
