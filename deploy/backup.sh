#!/bin/sh
# Dumps the database that DATABASE_URL names into $STATE_DIRECTORY, one file a day, kept for two weeks.
# To put one back: pg_restore --clean --if-exists --no-owner --dbname="$DATABASE_URL" hierniet-3.dump

set -eu

day=$(($(date +%s) / 86400 % 14))
file=$STATE_DIRECTORY/hierniet-$day.dump

# Under another name first: a file that has its right name is complete.
pg_dump --format=custom --no-owner --file="$file.unfinished" "$DATABASE_URL"
mv "$file.unfinished" "$file"
