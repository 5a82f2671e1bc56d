#!/usr/bin/env bash
# Puts a PostgreSQL server on this machine for the store's tests, where there is none and we may install one.
# The tests start it themselves, in a folder of their own; without it they skip and say so.
set -euo pipefail
if command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
  exit 0
fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "No PostgreSQL server here: the store is tested on SQLite alone (to test both: sudo apt install postgresql)"
  exit 0
fi
echo "Installing PostgreSQL for the store's tests ..."
export DEBIAN_FRONTEND=noninteractive
{ apt-get update -qq && apt-get install -qq -y --no-install-recommends postgresql; } >/dev/null ||
  echo "PostgreSQL could not be installed: the store is tested on SQLite alone"
