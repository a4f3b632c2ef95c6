#!/bin/sh
# Install Chromium for the browser tests from Debian's packages, when run as root there.
# Elsewhere those tests are skipped unless /usr/bin/chromium is there already.
set -eu
if test -x /usr/bin/chromium; then exit 0; fi
if test "$(id -u)" = 0 && command -v apt-get >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    chromium fonts-dejavu-core fonts-liberation >/dev/null
else
  echo "Chromium is not installed: the browser tests will be skipped." >&2
fi
