#!/bin/sh
# Takes the pictures of the Bookings component in docs/screenshots again, from the component as it is now.
set -eu
cd "$(dirname "$0")"
root=$(cd ../../.. && pwd)
[ -d node_modules ] || npm install --no-audit --no-fund --no-package-lock --silent
node build.js "$root/var/pictures"
"$root/.venv/bin/python" take.py "$root/var/pictures" "$root/docs/screenshots"
