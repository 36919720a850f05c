#!/bin/sh
# Install Python 3 where a fresh machine has none; all else is written in Python.
sudo=
if [ "$(id -u)" != 0 ]; then sudo="sudo -n"; fi
has() { command -v "$1" >/dev/null 2>&1; }
install() {
    if has apt-get; then
        $sudo apt-get update && DEBIAN_FRONTEND=noninteractive \
            $sudo apt-get install -y --no-install-recommends python3 python3-venv
    elif has dnf; then
        $sudo dnf install -y python3
    elif has brew; then
        brew install python@3.12
    fi
}
echo "  Installing python3"
install >/dev/null 2>&1
if has python3; then exit 0; fi
echo "Python is missing: install Python 3.10 to 3.13 and try again." >&2
exit 2
