#!/bin/sh
# Brings a server to a newer version: sh deploy/update.sh v1.4.0 (or a branch). As the user who owns /srv/hierniet, with
# the settings in the environment; see README.md. Anything that fails stops it before the site is restarted.

set -eu
cd "$(dirname "$0")/.."

version=${1:?"Which version? For example: sh deploy/update.sh v1.4.0"}
python=.venv/bin/python

git fetch --quiet --tags
commit=$(git rev-parse --verify --quiet "origin/$version" || git rev-parse --verify --quiet "$version^{commit}") ||
    { echo "There is no version or branch $version here." >&2; exit 1; }
git checkout --quiet --detach "$commit"

$python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
mkdir -p var/media var/previews var/referrals  # the services may write there, if they are there when they start
$python manage.py check --deploy --fail-level=WARNING
$python manage.py catalogues compile
$python manage.py collectstatic --no-input --verbosity=0
$python manage.py migrate --no-input
$python manage.py load_content
$python manage.py load_signatories

echo "Ready. Now: sudo systemctl restart hierniet-web hierniet-worker"
