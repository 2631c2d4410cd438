#!/bin/sh
# Dumps the database that DATABASE_URL names, and the logos, into $STATE_DIRECTORY, one file a day, kept for two weeks.
# To put one back: pg_restore --clean --if-exists --no-owner --dbname="$DATABASE_URL" hierniet-3.dump
# and tar -C var/media -xf hierniet-3.tar

set -eu

day=$(($(date +%s) / 86400 % 14))
file=$STATE_DIRECTORY/hierniet-$day.dump

# Under another name first: a file that has its right name is complete.
pg_dump --format=custom --no-owner --file="$file.unfinished" "$DATABASE_URL"
mv "$file.unfinished" "$file"

# The logos that lie in a folder, after the database: a row in the dump then has its files. Not those in a bucket.
media=$(dirname "$0")/../var/media
if [ -d "$media" ]; then
    tar -C "$media" -cf "$STATE_DIRECTORY/hierniet-$day.tar.unfinished" .
    mv "$STATE_DIRECTORY/hierniet-$day.tar.unfinished" "$STATE_DIRECTORY/hierniet-$day.tar"
fi
