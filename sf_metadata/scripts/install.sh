#!/bin/sh
# Deploys Handoff to one org: scripts/install.sh <org alias> https://<where Handoff runs> [--languages]
set -eu
if [ "$#" -lt 2 ] || [ "$#" -gt 3 ] || [ "${3:---languages}" != "--languages" ]; then
    echo "usage: $0 <org alias> <base URL of Handoff, such as https://handoff.acme.com> [--languages]" >&2
    exit 2
fi
cd "$(dirname "$0")/.."
export HANDOFF_BASE_URL="${2%/}"
sf project deploy start --concise --target-org "$1" --source-dir force-app
sf project deploy start --concise --target-org "$1" --source-dir setup-app
if [ -d own-app/main ]; then
    sf project deploy start --concise --target-org "$1" --source-dir own-app
fi
if [ "$#" -eq 3 ]; then
    sf project deploy start --concise --target-org "$1" --source-dir translations-app
fi
