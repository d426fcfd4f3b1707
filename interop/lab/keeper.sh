#!/bin/sh
# Cleans up after a lab. It waits until its standard input ends: because the lab stops, or because the process that holds the
# lab is gone, however that happened. So nothing is left behind even when a test run is killed.
folder=$1
user=$2
trap '' HUP INT TERM
cat >/dev/null
# First the daemons' process groups, then what has left its group but was started by one of them: vsftpd's sessions. Everything
# that a daemon starts inherits ISOFTP_LAB_SERVER, a folder in the lab's folder.
for file in "$folder"/run/*.group; do
	[ -e "$file" ] || continue
	read -r group <"$file"
	kill -KILL -- "-$group" 2>/dev/null
done
for environment in $(grep -lzsF "ISOFTP_LAB_SERVER=$folder/" /proc/[0-9]*/environ); do
	process=${environment#/proc/}
	kill -KILL "${process%/environ}" 2>/dev/null
done
# --force: a process of the user that was just killed may still be on its way out.
[ -z "$user" ] || userdel --force "$user" 2>/dev/null
rm -rf "$folder"
