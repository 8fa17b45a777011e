#!/bin/sh
# Deploys Handoff to one org: scripts/install.sh <org alias> https://<where Handoff runs> [--languages]
set -eu
if [ "$#" -lt 2 ] || [ "$#" -gt 3 ] || [ "${3:---languages}" != "--languages" ]; then
    echo "usage: $0 <org alias> <base URL of Handoff, such as https://handoff.acme.com> [--languages]" >&2
    exit 2
fi
if ! command -v sf >/dev/null; then
    echo "The Salesforce CLI (sf) is not installed. Without it: python -m handoff deploy --help" >&2
    exit 2
fi
cd "$(dirname "$0")/.."
export HANDOFF_BASE_URL="${2%/}"
# An update leaves the object settings that the org has as its admins have made them.
standing="$(sf org list metadata --metadata-type CustomMetadata --target-org "$1" --json)"

new_records() {
    for record in "$1"/*.md-meta.xml; do
        name="$(basename "$record" .md-meta.xml)"
        case $standing in
            *"\"$name\""*) echo "$name is in the org and stays as it is" >&2 ;;
            *) printf ' --source-dir %s' "$record" ;;
        esac
    done
}

deploy() {
    parts=""
    for part in "$2"/main/default/*; do
        case $part in
            */customMetadata) parts="$parts$(new_records "$part")" ;;
            *) parts="$parts --source-dir $part" ;;
        esac
    done
    # shellcheck disable=SC2086 # one argument for each part; none has spaces
    sf project deploy start --concise --target-org "$1" $parts
}

deploy "$1" force-app
deploy "$1" setup-app
if [ -d own-app/main ]; then
    deploy "$1" own-app
fi
if [ "$#" -eq 3 ]; then
    deploy "$1" translations-app
fi
