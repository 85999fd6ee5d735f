#!/bin/sh
#
# check.sh -- what a program can find by reading ours; called by make check
# after both compilers have built everything with warnings as errors.
#
# Every part runs, whatever the others found; each finding names file and
# line and what to do.  PYTHON, B and JOBS come from the Makefile.

status=0

part() {
	echo "== $1"
	shift
	"$@" || status=1
}

part "layers: who includes whom" "$PYTHON" tools/check_layers.py
part "style" "$PYTHON" tools/check_style.py
part "docs/abi.md" "$PYTHON" tools/gensyscalls.py --check docs/abi.md
part "lines named in docs/" "$PYTHON" tools/doclines.py
part "static analysis" cppcheck -q -j"$JOBS" --std=c11 --platform=unix64 \
	--enable=warning,portability --error-exitcode=1 --inline-suppr \
	--template=gcc -I. -I"$B" -I"$B/gen" \
	--suppressions-list=tools/cppcheck-suppressions.txt \
	lib vm kernel boot arch user/libc user/bin

if [ $status = 0 ]; then
	echo "make check: nothing found"
else
	echo "make check: see above"
fi
exit $status
