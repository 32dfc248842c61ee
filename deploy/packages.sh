#!/bin/sh
# The Debian packages that the product needs beside Python. Installs what is missing where that is possible,
# otherwise says exactly what to install. Usage: packages.sh PACKAGE...
set -eu

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "This is no Debian or Ubuntu machine: make sure that these are there under the names they have here: $*" >&2
    exit 0
fi

missing=""
for package in "$@"; do
    if [ "$package" = chromium ] && command -v chromium-browser google-chrome >/dev/null 2>&1; then
        continue
    fi
    dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    become=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    become="sudo"
else
    echo "These system packages are missing:$missing" >&2
    echo "Ask whoever looks after this machine to run: apt-get install$missing" >&2
    exit 1
fi
echo "Installing system packages:$missing"
export DEBIAN_FRONTEND=noninteractive
if ! { $become apt-get update -q && $become apt-get install -q -y --no-install-recommends $missing; } >/tmp/steadyground-packages.$$ 2>&1; then
    tail -n 20 /tmp/steadyground-packages.$$ >&2
    rm -f /tmp/steadyground-packages.$$
    echo "These system packages could not be installed:$missing" >&2
    exit 1
fi
rm -f /tmp/steadyground-packages.$$
