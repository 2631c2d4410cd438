#!/bin/sh
# Prints the path of a Python that can run this project, or says what is missing.
# Plain sh, because the first `python3` of a machine may be too old to read the launcher.

oldest=11
newest_with_embedded_postgresql=14

minor_version() {
    "$1" -c 'import sys; print(sys.version_info[1] if sys.version_info[0] == 3 else 0)' 2>/dev/null || echo 0
}

can_make_environments() {
    "$1" -c 'import venv; from ensurepip import version' >/dev/null 2>&1
}

print_path() {
    "$1" -c 'import sys; print(sys.executable)'
    exit 0
}

if [ -n "$PYTHON" ]; then
    if [ "$(minor_version "$PYTHON")" -ge "$oldest" ]; then print_path "$PYTHON"; fi
    echo "PYTHON=$PYTHON is no Python 3.$oldest or newer." >&2
    echo "  Name another one, for example: PYTHON=/usr/bin/python3.13 make run" >&2
    exit 1
fi

usable=""
for candidate in python3 python3.14 python3.13 python3.12 python3.11 python python3.15 python3.16; do
    minor=$(minor_version "$candidate")
    if [ "$minor" -lt "$oldest" ]; then continue; fi
    if can_make_environments "$candidate" && [ "$minor" -le "$newest_with_embedded_postgresql" ]; then print_path "$candidate"; fi
    if [ -z "$usable" ]; then usable="$candidate"; fi
done
if [ -n "$usable" ]; then print_path "$usable"; fi

found=$(python3 --version 2>/dev/null || echo "no python3 at all")
echo "HierNiet needs Python 3.$oldest or newer; here is $found." >&2
echo "  Debian and Ubuntu: apt install python3 python3-venv. macOS: brew install python." >&2
echo "  Installed somewhere else? PYTHON=/path/to/python3.13 make run" >&2
exit 1
