#!/bin/sh
#
# setup.sh -- finds the tools we need and installs what is missing.
#
#   tools/setup.sh run  [FILE]   what building and running need
#   tools/setup.sh gdb  [FILE]   what make gdb needs besides
#   tools/setup.sh test [FILE]   what the tests and checks need besides
#
# The Makefile calls it by itself: FILE is a piece of makefile with what was
# found, and is made again when a tool in it has gone.  On Debian and Ubuntu
# the missing packages are installed by apt-get, as root or by sudo;
# elsewhere, and without these rights, we print the command and stop.

set -u
set_name=${1:-run}
file=${2:-}
found=
missing=
mkrescue='c:grub-mkrescue|c:grub2-mkrescue|c:x86_64-elf-grub-mkrescue'

# One line a tool: set, how to look for it, and its package in Debian,
# Fedora, Arch and Homebrew ("-": comes with another, or there is none).
# c:NAME is a command; f:PATH... is any of these files; p:MODULE is a
# Python that has this module ("-" for any Python); x:TOOL is there unless
# the packages of this system are installed by that tool.
table() {
	cat <<-END
	run  c:gcc                  gcc                 gcc                 gcc       x86_64-elf-gcc
	run  c:ld                   binutils            binutils            binutils  x86_64-elf-binutils
	run  c:nasm                 nasm                nasm                nasm      nasm
	run  c:qemu-system-x86_64   qemu-system-x86     qemu-system-x86     qemu-system-x86 qemu
	run  $mkrescue grub-common grub2-tools-extra grub x86_64-elf-grub
	run  f:/usr/lib/grub/i386-pc/multiboot2.mod|o:Darwin grub-pc-bin grub2-pc-modules grub -
	run  f:/usr/lib/grub/x86_64-efi/multiboot2.mod|o:Darwin grub-efi-amd64-bin grub2-efi-x64-modules grub -
	run  c:xorriso              xorriso             xorriso             libisoburn xorriso
	run  c:mformat              mtools              mtools              mtools    mtools
	run  f:/usr/share/OVMF/OVMF_CODE.fd|f:/usr/share/OVMF/OVMF_CODE_4M.fd|f:/usr/share/edk2/ovmf/OVMF_CODE.fd|f:/usr/share/edk2/x64/OVMF_CODE.4m.fd|o:Darwin ovmf edk2-ovmf edk2-ovmf -
	run  f:/usr/include/stdio.h|o:Darwin libc6-dev  glibc-devel         glibc     -
	run  p:-                    python3             python3             python    python3
	gdb  c:gdb                  gdb                 gdb                 gdb       gdb
	test c:gdb                  gdb                 gdb                 gdb       gdb
	test c:gdb-multiarch|x:apt-get gdb-multiarch    -                   -         -
	test c:clang                clang               clang               clang     llvm
	test c:cppcheck             cppcheck            cppcheck            cppcheck  cppcheck
	test f:/usr/include/cmocka.h|f:/usr/local/include/cmocka.h|f:/opt/homebrew/include/cmocka.h libcmocka-dev libcmocka-devel cmocka cmocka
	test p:pytest               python3-pytest      python3-pytest      python-pytest pytest
	test p:xdist                python3-pytest-xdist python3-pytest-xdist python-pytest-xdist pytest-xdist
	END
}

# The first Python that has the module; Debian's modules belong to
# /usr/bin/python3, whatever else is first in PATH.
find_python() {
	for python in /usr/bin/python3 python3; do
		path=$(command -v "$python") || continue
		if [ "$1" = - ] || "$path" -c "import $1" 2>/dev/null; then
			echo "$path"
			return 0
		fi
	done
	return 1
}

# Prints where the tool is; fails if it is nowhere.
find_tool() {
	for way in $(echo "$1" | tr '|' ' '); do
		name=${way#?:}
		case $way in
		c:*)	command -v "$name" && return 0 ;;
		f:*)	[ -e "$name" ] && echo "$name" && return 0 ;;
		p:*)	find_python "$name" && return 0 ;;
		x:*)	[ "$(system)" != "$name" ] && echo / && return 0 ;;
		o:*)	[ "$(uname -s)" = "$name" ] && echo / && return 0 ;;
		esac
	done
	return 1
}

# Which column of the table this machine reads, and how it installs.
system() {
	case $(uname -s) in
	Darwin)	echo brew; return ;;
	esac
	for tool in apt-get dnf pacman; do
		command -v $tool >/dev/null && echo $tool && return
	done
	echo unknown
}

look() {
	found=
	missing=
	while read -r set way debian fedora arch brew; do
		[ "$set" = "$set_name" ] || continue
		if path=$(find_tool "$way"); then
			found="$found $path"
			continue
		fi
		case $(system) in
		dnf)	package=$fedora ;;
		pacman)	package=$arch ;;
		brew)	package=$brew ;;
		*)	package=$debian ;;
		esac
		missing="$missing $package"
	done <<-END
	$(table)
	END
	if [ "$set_name" = run ] && [ -n "${CC:-}" ] &&
	    [ "$CC" != gcc ] && ! command -v "${CC%% *}" >/dev/null; then
		missing="$missing ${CC%% *}"
	fi
}

install_debian() {
	as_root=
	if [ "$(id -u)" != 0 ]; then
		as_root=sudo
		if ! sudo -n true 2>/dev/null && [ ! -t 0 ]; then
			return 1
		fi
	fi
	log=$(mktemp)
	echo "Installing with apt-get:$missing" >&2
	if $as_root env DEBIAN_FRONTEND=noninteractive sh -c "
	    apt-get update -qq &&
	    apt-get install -y -qq --no-install-recommends $missing" \
	    >"$log" 2>&1 </dev/null; then
		rm -f "$log"
		return 0
	fi
	tail -n 20 "$log" >&2
	rm -f "$log"
	return 1
}

ask() {
	echo "These tools are missing:$missing" >&2
	echo "Please install them with:" >&2
	case $(system) in
	apt-get) echo "    sudo apt-get install$missing" ;;
	dnf)	echo "    sudo dnf install$missing" ;;
	pacman)	echo "    sudo pacman -S$missing" ;;
	brew)	echo "    brew install$missing" ;;
	*)	echo "    (your system's package manager)$missing" ;;
	esac >&2
	exit 1
}

look
if [ -n "$missing" ]; then
	[ "$(system)" = apt-get ] || ask
	install_debian || ask
	look
	[ -z "$missing" ] || ask
fi

if [ -n "$file" ]; then
	mkdir -p "$(dirname "$file")"
	# Whole or not at all: another make may be reading it.
	{
		echo "# Made by tools/setup.sh: the tools that were found."
		echo "TOOLS +=$found"
		case $set_name in
		run)	echo "PYTHON ?= $(find_python -)"
			echo "GRUB_MKRESCUE ?= $(find_tool "$mkrescue")" ;;
		test)	echo "PYTEST ?= $(find_python pytest) -m pytest" ;;
		esac
	} >"$file.$$" && mv "$file.$$" "$file"
fi
