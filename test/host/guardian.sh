#!/bin/sh
# Keeps a Chromium for as long as our input is open. The host holds the other end, so however the host ends, even by
# SIGKILL, Chromium ends too and its profile is removed.
profile=$1
shift
setsid "$@" "--user-data-dir=$profile" </dev/null &
chromium=$!
cat >/dev/null
kill -KILL "-$chromium" 2>/dev/null
wait "$chromium" 2>/dev/null
for _ in 1 2 3 4 5 6 7 8 9 10; do
  rm -rf "$profile" 2>/dev/null && break
  sleep 0.1
done
