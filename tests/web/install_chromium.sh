#!/usr/bin/env bash
# Puts Debian's Chromium on this machine for the tests of the desk's pages, where there is none and we may install one.
# Without it those tests skip and say so.
set -euo pipefail
if command -v chromium >/dev/null || command -v chromium-browser >/dev/null; then
  exit 0
fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "No Chromium here: the desk's pages are not looked at (to look at them: sudo apt install chromium)"
  exit 0
fi
echo "Installing Chromium for the tests of the desk's pages ..."
export DEBIAN_FRONTEND=noninteractive
{ apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium; } >/dev/null ||
  echo "Chromium could not be installed: the desk's pages are not looked at"
