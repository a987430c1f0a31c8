#!/bin/sh
# Debian's MariaDB, for the tests of `privet check data` against a real server of that kind.
# Where it cannot be installed this says how, and those tests are skipped and say so.  No server is started.
set -eu

wanted="mariadb-server-core"
command -v mariadbd >/dev/null 2>&1 && exit 0
[ -x /usr/sbin/mariadbd ] && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "The tests on MariaDB are skipped: please install its server as the command 'mariadbd'." >&2
    exit 0
fi
if [ "$(id -u)" != 0 ]; then
    echo "The tests on MariaDB are skipped until you run:  sudo apt-get install --no-install-recommends $wanted" >&2
    exit 0
fi
echo "Installing for the tests on MariaDB: $wanted"
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get -qq update && apt-get -qq install --yes --no-install-recommends "$wanted" >/dev/null; }; then
    echo "The tests on MariaDB are skipped: apt-get could not install $wanted." >&2
fi
