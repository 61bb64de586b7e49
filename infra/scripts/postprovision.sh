#!/bin/sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
"$here/deploy-model.sh"
"$here/demo.sh"
"$here/next-steps.sh"
