#!/bin/sh
# Install Python 3 where a fresh machine has none; all else is written in Python.
sudo=
if [ "$(id -u)" != 0 ]; then sudo="sudo -n"; fi
echo "  Installing python3"
if command -v apt-get >/dev/null 2>&1 &&
    $sudo apt-get update >/dev/null 2>&1 &&
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y --no-install-recommends \
        python3 python3-venv >/dev/null 2>&1; then
    exit 0
fi
echo "Python is missing: install Python 3.10 or newer and try again." >&2
exit 2
