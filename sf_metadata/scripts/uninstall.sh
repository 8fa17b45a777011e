#!/bin/sh
# Takes Handoff out of one org, with all its records: scripts/uninstall.sh <org alias>
set -eu
if [ "$#" -ne 1 ]; then
    echo "usage: $0 <org alias>" >&2
    exit 2
fi
cd "$(dirname "$0")/.."
sf project deploy start --target-org "$1" --metadata-dir manifest/undeploy --ignore-warnings
