#!/bin/sh
# The package has the extension of the chosen backend. azd hands no variable on to dotnet, so the project reads it from a file.
set -eu
folder=$(cd "$(dirname "$0")/../.." && pwd)/artifacts
if [ "${DURABLE_BACKEND:-}" = DurableTaskScheduler ]; then with=true; else with=false; fi
mkdir -p "$folder"
echo "<Project><PropertyGroup><WithDurableTaskScheduler>$with</WithDurableTaskScheduler></PropertyGroup></Project>" >"$folder/package.props"
