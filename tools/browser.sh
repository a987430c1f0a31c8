#!/bin/sh
# Debian's Chromium, for the tests in a real browser; Playwright downloads none of its own.
# Where it cannot be installed this says how, and the tests that need it are skipped and say so.
set -eu

wanted=""
command -v chromium >/dev/null 2>&1 || wanted="chromium"
# what the program that drives it needs, and Debian does not always have
[ -e /usr/share/doc/libatomic1 ] || ls /usr/lib/*/libatomic.so.1 >/dev/null 2>&1 || wanted="$wanted libatomic1"
# letters for the pages: without any, each one is a box
[ -d /usr/share/fonts/truetype ] || wanted="$wanted fonts-dejavu-core"
[ -n "$wanted" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "The tests in a real browser are skipped: please install Chromium as the command 'chromium' (missing here: $wanted)." >&2
    exit 0
fi
if [ "$(id -u)" != 0 ]; then
    echo "The tests in a real browser are skipped until you run:  sudo apt-get install --no-install-recommends $wanted" >&2
    exit 0
fi
echo "Installing for the tests in a real browser: $wanted"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086  # several packages
if ! { apt-get -qq update && apt-get -qq install --yes --no-install-recommends $wanted >/dev/null; }; then
    echo "The tests in a real browser are skipped: apt-get could not install $wanted." >&2
fi
