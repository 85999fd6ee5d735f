#!/bin/sh
# peer.sh DIR -- the peer for make bench: Debian's own Linux kernel, and an
# initial ramdisk with the same benchmark built by musl-gcc.
#
# The kernel package is fetched by apt at this moment and kept under DIR; it
# is not installed, and never part of the repository.
set -eu

dir=$1
here=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$dir"

need()
{
	command -v "$1" >/dev/null 2>&1 && return
	if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
		echo "peer: installing $2" >&2
		apt-get update -qq >&2
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
		    --no-install-recommends "$2" >&2
	else
		echo "peer: $1 is missing; on Debian: apt-get install $2" >&2
		exit 1
	fi
}

need musl-gcc musl-tools
need cpio cpio

if [ ! -f "$dir/vmlinuz" ]; then
	if ! command -v apt-get >/dev/null 2>&1; then
		echo "peer: only Debian's kernel package is supported" >&2
		exit 1
	fi
	package=$(apt-cache depends linux-image-amd64 |
	    sed -n 's/.*Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1)
	if [ -z "$package" ]; then
		apt-get update -qq >&2
		package=$(apt-cache depends linux-image-amd64 |
		    sed -n 's/.*Depends: \(linux-image-[0-9].*\)/\1/p' |
		    head -n 1)
	fi
	echo "peer: fetching $package" >&2
	(cd "$dir" && apt-get download -qq "$package" >&2)
	dpkg-deb -x "$dir/$package"_*.deb "$dir/package"
	cp "$dir"/package/boot/vmlinuz-* "$dir/vmlinuz.new"
	rm -rf "$dir/package"
	mv "$dir/vmlinuz.new" "$dir/vmlinuz"
fi

root=$dir/root
rm -rf "$root"
mkdir -p "$root/bin" "$root/dev"
sources=$(ls "$here"/bench/*.c | grep -v linux_init)
# shellcheck disable=SC2086
musl-gcc -O2 -static -D_GNU_SOURCE -I"$here" -o "$root/bin/forkbench" \
    $sources
musl-gcc -O2 -static -o "$root/init" "$here/bench/linux_init.c"
mknod "$root/dev/console" c 5 1 2>/dev/null || true
(cd "$root" && find . | cpio -o -H newc --quiet) >"$dir/initrd"
touch "$dir/vmlinuz"
