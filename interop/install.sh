#!/bin/bash
# Installs the FTP daemons that the interop tests run against: vsftpd, ProFTPD, Pure-FTPd and pyftpdlib; and Redis, for the
# queue of examples/node-jobs. For Debian and its children, as root. Quick when everything is there already.
#
# The three classic daemons conflict as packages (each one is *the* ftp-server) and start a service when installed, as Redis does.
# So they are not installed: their packages are unpacked into a folder of their own, and nothing is started, enabled or removed here.
# Only what they depend on (shared libraries, pyftpdlib) comes from apt in the usual way.
set -euo pipefail

ROOT="${ISOFTP_LAB_ROOT:-/opt/isoftp-lab}"
ROOTFS="$ROOT/rootfs"
DAEMONS=(vsftpd proftpd-core proftpd-mod-crypto pure-ftpd pure-ftpd-common redis-server redis-tools)
export DEBIAN_FRONTEND=noninteractive LC_ALL=C

# Says what is missing, one line each; silent when the lab is complete.
missing() {
	local binary
	for binary in sbin/vsftpd sbin/proftpd sbin/pure-ftpd bin/redis-server; do
		if [ ! -x "$ROOTFS/usr/$binary" ]; then
			echo "$binary is not unpacked in $ROOTFS"
		elif ldd "$ROOTFS/usr/$binary" | grep -q 'not found'; then
			echo "$binary lacks a shared library"
		fi
	done
	[ -e "$ROOTFS/usr/lib/proftpd/mod_tls.so" ] || echo "ProFTPD's mod_tls is not unpacked in $ROOTFS"
	# The distribution's own Python: another one that comes first on the PATH does not see the distribution's modules.
	/usr/bin/python3 -c 'import pyftpdlib, OpenSSL' 2>/dev/null || echo "pyftpdlib is not installed"
	command -v openssl >/dev/null || echo "openssl is not installed"
}

# Mirrors hiccup; once more is worth trying, twice is not.
retried() {
	"$@" && return
	echo "Trying once more: $*" >&2
	sleep 3
	"$@"
}

# The shared libraries the unpacked packages ask for: the first alternative of each dependency, its version left off.
libraries() {
	local package
	for package in "$@"; do
		dpkg-deb --field "$package" Depends
	done | tr ',' '\n' | sed -E 's/\|.*//; s/\(.*//; s/:any//; s/[[:space:]]//g' | grep '^lib' | sort -u
}

lacking="$(missing)"
if [ -z "$lacking" ]; then
	echo "The daemons are all there, in $ROOT."
	exit 0
fi
echo "$lacking"
if [ "$(id -u)" -ne 0 ]; then
	echo "Installing needs root: run it with sudo." >&2
	exit 1
fi

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
retried apt-get update -q
cd "$work"
retried apt-get download -q -o APT::Sandbox::User=root "${DAEMONS[@]}"
mapfile -t needed < <(libraries ./*.deb)
# --no-remove: better to fail than to take something away from the machine.
retried apt-get install -q -y --no-remove --no-install-recommends \
	openssl passwd python3 python3-pyftpdlib python3-openssl "${needed[@]}"

rm -rf "$ROOTFS.new"
mkdir -p "$ROOTFS.new"
for package in ./*.deb; do
	dpkg-deb --extract "$package" "$ROOTFS.new"
done
rm -rf "$ROOTFS"
mv "$ROOTFS.new" "$ROOTFS"

lacking="$(missing)"
if [ -n "$lacking" ]; then
	echo "Still not complete:" >&2
	echo "$lacking" >&2
	exit 1
fi
echo "The daemons are installed, in $ROOT."
