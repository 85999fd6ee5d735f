"""
The shell, built with the host's compiler under ASan and UBSan.

user/bin/sh is an ordinary POSIX program, so most of what can be wrong with
it can be found without booting anything.  One row of TABLE is a script, the
standard output it must have, and its exit status.  test_sh_kernel.py
runs the same table on our own kernel.  What needs a terminal is in
test_sh_jobs.py and test_shell.py.
"""
import os
import pathlib
import random
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
CC = os.environ.get("HOSTCC", "gcc")

# (script, standard output, exit status)
TABLE = [
    # words, quotes, comments
    ("echo hello   world", "hello world\n", 0),
    ("echo 'a  b' \"c  d\"", "a  b c  d\n", 0),
    ("echo a\\ b", "a b\n", 0),
    ("echo a\\\nb", "ab\n", 0),
    ("echo \"a\\\nb\"", "ab\n", 0),
    ("echo 'a\\\nb'", "a\\\nb\n", 0),
    ("echo \"\\$x \\\\ \\\" \\n\"", "$x \\ \" \\n\n", 0),
    ("echo a#b # c", "a#b\n", 0),
    ("# only a comment", "", 0),
    ("", "", 0),
    ("echo ''|cat -", "\n", 0),
    ("echo \"it's\" 'say \"x\"'", "it's say \"x\"\n", 0),
    ("echo -n a; echo b", "ab\n", 0),
    ("echo $ a$ \"$\"", "$ a$ $\n", 0),
    # limits
    ("ulimit -n 30; ulimit -n; ulimit -Hn", "30\n30\n", 0),
    ("ulimit -Sn 20; ulimit -n; (ulimit -n 10; ulimit -n); ulimit -n",
     "20\n10\n20\n", 0),
    ("ulimit -f 100; ulimit; ulimit -Sf hard; ulimit -f", "100\n100\n", 0),
    ("echo $(ulimit -a | wc -l)", "8\n", 0),
    ("ulimit -n -5", "", 2),
    ("ulimit -x", "", 2),
    ("ulimit -n 1 2", "", 2),
    ("ulimit -n ' '", "", 2),
    ("ulimit -n ''", "", 2),
    ("ulimit -", "", 2),
    ("ulimit -n 99999999999999999999", "", 2),
    ("ulimit -n -- 30; ulimit -n; ulimit -n --", "30\n30\n", 0),
    ("ulimit -n -- -5", "", 2),
    # numbers
    ("[ ' 7 ' -eq 07 ] && [ +7 -eq 7 ] && echo y", "y\n", 0),
    ("[ ' ' -eq 0 ]", "", 2),
    ("[ -9223372036854775808 -lt 0 ] && echo y", "y\n", 0),
    ("[ 9223372036854775808 -gt 0 ]", "", 2),
    # hash
    ("hash; hash -r; hash cat [ :; f() { :; }; hash -r -- f; echo $?",
     "0\n", 0),
    ("hash no-such cat", "", 1),
    ("PATH=/no-such; hash cat", "", 1),
    ("hash -x", "", 2),
    # lists
    ("true && echo a || echo b", "a\n", 0),
    ("false && echo a || echo b", "b\n", 0),
    ("false || false", "", 1),
    ("! true", "", 1),
    ("! false && echo y", "y\n", 0),
    ("! ! false", "", 1),
    ("echo a;echo b", "a\nb\n", 0),
    ("false; echo $?", "1\n", 0),
    ("true &&\n\necho x", "x\n", 0),
    ("exit 3", "", 3),
    ("exit 256", "", 0),
    ("false; exit", "", 1),
    # variables
    ("x=1; echo $x${x}1", "111\n", 0),
    ("x=a y=b; echo $x$y", "ab\n", 0),
    ("x='a  b'; echo $x; echo \"$x\"", "a b\na  b\n", 0),
    ("x=$y; echo \"<$x>\"", "<>\n", 0),
    ("echo ${x:-d} ${x-e} \"${x:-f g}\"", "d e f g\n", 0),
    ("x=; echo ${x:-d} \"<${x-e}>\"", "d <>\n", 0),
    ("echo ${x:=v} $x", "v v\n", 0),
    ("x=1; echo ${x:+set} \"<${y:+set}>\"", "set <>\n", 0),
    ("x=; echo \"<${x+set}><${x:+set}>\"", "<set><>\n", 0),
    ("x=hello; echo ${#x} ${#y}", "5 0\n", 0),
    ("x=a/b/c.tar.gz; echo ${x%.*} ${x%%.*} ${x#*/} ${x##*/}",
     "a/b/c.tar a/b/c b/c.tar.gz c.tar.gz\n", 0),
    ("x='a*b'; echo ${x%'*b'} ${x%\\*b} ${x#a}", "a a *b\n", 0),
    ("x=aaa; echo ${x#a} ${x##a*} ${x%a}", "aa aa\n", 0),
    ("echo ${x:-${y:-deep}}", "deep\n", 0),
    ("echo \"${x:-a'b}\"", "a'b\n", 0),
    ("echo ${x:-'a  b'} \"${x:-\"q  r\"}\"", "a  b q  r\n", 0),
    ("echo ${x?no}; echo never", "", 2),
    ("set -u; echo $nope; echo never", "", 2),
    ("set -u; echo ${nope:-ok}", "ok\n", 0),
    ("x=1 y=$x; echo $y", "1\n", 0),
    ("x=old; x=new true; echo $x", "old\n", 0),
    ("x=1 sh_v=5; export sh_v; env | grep ^sh_v", "sh_v=5\n", 0),
    ("x=new env | grep ^x=", "x=new\n", 0),
    ("x=1; unset x; echo ${x-gone}", "gone\n", 0),
    ("x=1; f() { local x=2; echo $x; }; f; echo $x", "2\n1\n", 0),
    ("PATH=; echo \"<$PATH>\"", "<>\n", 0),
    ("x=$(echo a; exit 4); echo $x $?", "a 4\n", 0),
    ("a=1; a=$a$a; a=$a$a; echo $a", "1111\n", 0),
    # parameters
    ("set -- a 'b c' d; echo $# \"$2\" $3", "3 b c d\n", 0),
    ("set -- a 'b c'; for i in \"$@\"; do echo \"<$i>\"; done",
     "<a>\n<b c>\n", 0),
    ("set -- a 'b c'; for i in $@; do echo \"<$i>\"; done",
     "<a>\n<b>\n<c>\n", 0),
    ("set -- a 'b c'; for i in \"$*\"; do echo \"<$i>\"; done",
     "<a b c>\n", 0),
    ("set -- a '' b; for i in \"$@\"; do echo \"<$i>\"; done",
     "<a>\n<>\n<b>\n", 0),
    ("set -- a '' b; echo $#; set -- $@; echo $#", "3\n2\n", 0),
    ("for i in \"$@\"; do echo never; done; echo \"[$@]\" $#", "[] 0\n", 0),
    ("set -- 1 2; for i in \"x$@y\"; do echo $i; done", "x1\n2y\n", 0),
    ("set -- a b c; shift; echo $*; shift 2; echo $#", "b c\n0\n", 0),
    ("set -- 1 2 3 4 5 6 7 8 9 ten; echo ${10} $10", "ten 10\n", 0),
    ("set -- a b; IFS=:; echo \"$*\"", "a:b\n", 0),
    ("set -- x; for i do echo $i; done", "x\n", 0),
    ("f() { echo $# $1; }; set -- o; f a b; echo $1", "2 a\no\n", 0),
    ("set a b; echo $2; set --; echo $#", "b\n0\n", 0),
    ("[ $$ -gt 1 ] && echo y; (x=$$; [ $x = $$ ] && echo same)",
     "y\nsame\n", 0),
    # field splitting and file names
    ("x='1 2  3'; set -- $x; echo $#", "3\n", 0),
    ("IFS=:; x=a::b; set -- $x; echo $# \"<$2>\"", "3 <>\n", 0),
    ("IFS=': '; x='a : b'; set -- $x; echo $#", "2\n", 0),
    ("IFS=:; x=:a:; set -- $x; echo $#", "2\n", 0),
    ("IFS=; x='a b'; set -- $x; echo $#", "1\n", 0),
    ("x='a b'; y=$x; echo \"$y\"", "a b\n", 0),
    ("set -- ${x:-a b} ${x:-\"c d\"}; echo $#", "3\n", 0),
    ("touch b a .h; echo *; echo .h* '*' \"*\" \\*", "a b\n.h * * *\n", 0),
    ("mkdir d; touch d/1 d/2; echo d/* */2 d/?", "d/1 d/2 d/2 d/1 d/2\n", 0),
    ("touch a1 b1 c2; echo [ab]1 [!a]1 [a-c]? [z]*", "a1 b1 b1 a1 b1 c2 [z]*\n",
     0),
    ("touch a b; x='*'; echo $x \"$x\"; set -f; echo *", "a b *\n*\n", 0),
    ("mkdir d; echo */; echo $(echo \"$PWD\"/* | wc -l)", "d/\n1\n", 0),
    ("touch 'a b'; for f in a*; do echo \"<$f>\"; done", "<a b>\n", 0),
    ("HOME=/h; echo ~ ~/x '~' a~", "/h /h/x ~ a~\n", 0),
    # substitution and arithmetic
    ("echo $(echo a; echo b) \"$(echo a; echo b)\"", "a b a\nb\n", 0),
    ("echo `echo x` `echo \\`echo y\\``", "x y\n", 0),
    ("echo $(echo $(echo $(echo deep)))", "deep\n", 0),
    ("echo \"$(echo \"a  b\")\"", "a  b\n", 0),
    ("echo $(case x in x) echo in;; esac)", "in\n", 0),
    ("echo $(echo \")\") '$(no)'", ") $(no)\n", 0),
    ("x=$(printf 'a\\n\\n\\n'); echo \"<$x>\"", "<a>\n", 0),
    ("x=$(cat <<E\nhere $((1+1))\nE\n); echo $x", "here 2\n", 0),
    ("echo $() done; echo a$()b", "done\nab\n", 0),
    ("x=$(false); echo $?", "1\n", 0),
    ("echo $((1+2*3)) $(((1+2)*3)) $((7/2)) $((-7%3))", "7 9 3 -1\n", 0),
    ("i=5; echo $((i)) $(($i+1)) $((i+=2)) $i", "5 6 7 7\n", 0),
    ("i=1; echo $((i++)) $((++i)) $((i--)) $i", "1 3 3 2\n", 0),
    ("echo $((1<2)) $((2<=1)) $((1==1)) $((1!=1)) $((!5))", "1 0 1 0 0\n", 0),
    ("echo $((1<<4|1)) $((6&3)) $((6^3)) $((~0))", "17 2 5 -1\n", 0),
    ("echo $((1&&0)) $((0||2)) $((1?7:8)) $((0?7:8))", "0 1 7 8\n", 0),
    ("x=0; : $((0&&(x=1))) $((1||(x=2))); echo $x", "0\n", 0),
    ("echo $((0x10)) $((010)) $(( )) $((u))", "16 8 0 0\n", 0),
    ("echo $((9223372036854775807+1))", "-9223372036854775808\n", 0),
    ("echo $((-9223372036854775807-1)) $(((-9223372036854775807-1)/-1))",
     "-9223372036854775808 -9223372036854775808\n", 0),
    ("echo $((1/0)); echo never", "", 2),
    ("echo $((1+)); echo never", "", 2),
    ("i=0; while [ $i -lt 3 ]; do i=$((i+1)); done; echo $i", "3\n", 0),
    # redirections
    ("echo a >f; echo b >>f; cat f; cat <f", "a\nb\na\nb\n", 0),
    ("ls /nonexistent 2>/dev/null; echo no 1>&2 2>e; echo $?", "0\n", 0),
    ("ls nonexistent >f 2>&1; echo $(wc -l <f)", "1\n", 0),
    ("{ echo a; echo b; } >f; cat f", "a\nb\n", 0),
    ("for i in 1 2; do echo $i; done >f; cat f", "1\n2\n", 0),
    ("while read x; do echo \"<$x>\"; done <<E\na b\nc\nE", "<a b>\n<c>\n", 0),
    ("cat <<E\n$((1+1)) $(echo x) \\$x\nE", "2 x $x\n", 0),
    ("cat <<'E'\n$x `y`\nE", "$x `y`\n", 0),
    ("cat <<-E\n\ta\n\tE", "a\n", 0),
    ("cat <<A <<B; echo z\na\nA\nb\nB", "b\nz\n", 0),
    ("exec >f; echo hid; exec >&2; cat f >g; cat g", "", 0),
    ("exec 3>f; echo x >&3; exec 3>&-; cat f", "x\n", 0),
    ("echo x >&7", "", 1),
    ("echo a >f; exec 4<f; read x <&4; echo $x", "a\n", 0),
    ("cat <nonexistent; echo $?", "1\n", 0),
    (">f; [ -f f ] && echo made", "made\n", 0),
    ("x=2; echo a >f$x; cat f2", "a\n", 0),
    ("echo a | cat >f; cat f", "a\n", 0),
    ("f() { echo in; } >g; f; cat g", "in\n", 0),
    ("echo out >&-; echo ok", "ok\n", 0),
    ("i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo y; done | cat >f; cat f",
     "y\ny\ny\n", 0),
    # pipelines, subshells, jobs
    ("echo a | cat | cat | cat", "a\n", 0),
    ("echo b | cat | cat | cat | cat | cat | cat | cat | cat | cat", "b\n", 0),
    ("false | true; echo $?; true | false; echo $?", "0\n1\n", 0),
    ("x=1; (x=2; echo $x); echo $x", "2\n1\n", 0),
    ("(exit 5); echo $?", "5\n", 0),
    ("x=1; echo a | x=2; echo $x", "1\n", 0),
    ("{ echo a; exit 4; }; echo never", "a\n", 4),
    ("(echo a) | (read x; echo \"<$x>\")", "<a>\n", 0),
    ("sleep 0 & wait; echo $?", "0\n", 0),
    ("(exit 7) & wait $!; echo $?", "7\n", 0),
    ("wait 99999; echo $?", "127\n", 0),
    ("for i in 1 2 3; do (exit $i) & done; wait; echo ok", "ok\n", 0),
    ("sleep 100 & kill -9 $!; wait $!; echo $?",
     "137\n", 0),
    ("kill -TERM $$; echo never", "", -15),
    ("(kill -9 $$ 2>&1) ; echo never", "", -9),
    ("echo a | while read x; do echo \"$x\"; done", "a\n", 0),
    ("seq 5 | { read a; read b; echo $a $b; }", "1 2\n", 0),
    # compound commands
    ("if true; then echo a; else echo b; fi", "a\n", 0),
    ("if false; then echo a; elif true; then echo b; else echo c; fi", "b\n",
     0),
    ("if false; then echo a; fi; echo $?", "0\n", 0),
    ("for i in a b c; do [ $i = b ] && continue; echo $i; done", "a\nc\n", 0),
    ("for i in 1 2 3; do for j in 1 2; do [ $i$j = 21 ] && break 2; "
     "echo $i$j; done; done", "11\n12\n", 0),
    ("for i in 1 2; do for j in 1 2; do continue 2; done; echo no; done; "
     "echo $i", "2\n", 0),
    ("while false; do :; done; echo $?", "0\n", 0),
    ("i=0; until [ $i = 3 ]; do i=$((i+1)); done; echo $i", "3\n", 0),
    ("while :; do break; done; echo out", "out\n", 0),
    ("for i in; do echo never; done; echo e", "e\n", 0),
    ("case abc in a*) echo 1;; *) echo 2;; esac", "1\n", 0),
    ("case x in a|x) echo ax;; esac", "ax\n", 0),
    ("case x in (y) echo y;; (x) ;; esac; echo $?", "0\n", 0),
    ("case '*' in '*') echo star;; esac; case a in \\*) echo no;; esac",
     "star\n", 0),
    ("case [a] in [[]a]) echo b;; esac; case 5 in [0-9]) echo d; esac",
     "b\nd\n", 0),
    ("x='a*'; case abc in \"$x\") echo q;; $x) echo p;; esac", "p\n", 0),
    ("if\ntrue\nthen\necho x\nfi\nfor i in 1\ndo\necho $i\ndone", "x\n1\n", 0),
    ("f() { return 3; echo never; }; f; echo $?", "3\n", 0),
    ("f() { for i in 1 2; do return; done; }; f; echo $? $i", "0 1\n", 0),
    ("f() { f() { echo new; }; echo old; }; f; f", "old\nnew\n", 0),
    ("f() { [ $1 -eq 0 ] || { echo $1; f $(($1-1)); }; }; f 3", "3\n2\n1\n",
     0),
    ("f() { exit 6; }; f; echo never", "", 6),
    ("echo if then fi; x=for; echo $x", "if then fi\nfor\n", 0),
    ("f() (x=1; echo sub); x=0; f; echo $x", "sub\n0\n", 0),
    # set -e
    ("set -e; false; echo never", "", 1),
    ("set -e; false || true; if false; then :; fi; ! true; echo ok", "ok\n",
     0),
    ("set -e; f() { false; echo in; }; f || echo no; echo ok", "in\nok\n", 0),
    ("set -e; (exit 3); echo never", "", 3),
    ("set -e; x=$(false); echo never", "", 1),
    ("set -e; while false; do :; done; echo ok", "ok\n", 0),
    # builtins
    ("cd /; pwd; cd - >/dev/null; [ \"$PWD\" != / ] && echo back", "/\nback\n",
     0),
    ("cd /nonexistent; echo $?", "1\n", 0),
    ("eval 'x=1; echo $x'; eval; echo $?", "1\n0\n", 0),
    ("echo 'x=5; return 2; echo no' >f; . ./f; echo $? $x", "2 5\n", 0),
    (". ./nonexistent; echo $?", "127\n", 0),
    ("exec echo replaced; echo never", "replaced\n", 0),
    ("printf '%s %d %x|%5s|%-5s|%05d\\n' a 10 255 r l 42",
     "a 10 ff|    r|l    |00042\n", 0),
    ("printf '%s\\n' a b c; printf 'x\\ty%%\\n'; printf '%c%c\\n' abc d",
     "a\nb\nc\nx\ty%\nad\n", 0),
    ("printf '%b' 'a\\nb\\n'; printf '\\101\\n'", "a\nb\nA\n", 0),
    ("printf '%.2s|%*d\\n' abc 4 7", "ab|   7\n", 0),
    ("printf '%d\\n' x; echo $?", "0\n1\n", 0),
    ("echo 'a b c' | { read x y; echo \"$x|$y\"; }", "a|b c\n", 0),
    ("printf 'a\\\\b' | { read x; echo \"$x $?\"; }", "ab 1\n", 0),
    ("printf 'a\\\\b\\n' | { read -r x; echo \"$x\"; }", "a\\b\n", 0),
    ("IFS=:; echo 'r:x:0' | { read a b c; echo $c$b$a; }", "0xr\n", 0),
    ("test -f nonexistent; echo $?; test -d /; echo $?", "1\n0\n", 0),
    ("[ a = a -a b != c ] && [ ! -n '' ] && echo y", "y\n", 0),
    ("[ 1 -lt 2 ] && [ 2 -ge 2 ] && [ -5 -lt 0 ] && echo y", "y\n", 0),
    ("[ '(' = '(' ]; echo $?; [ ! = ! ]; echo $?; [ -f ]; echo $?",
     "0\n0\n0\n", 0),
    ("[ ]; echo $?; [ x; echo $?; [ a -eq 1 ]; echo $?", "1\n2\n2\n", 0),
    ("[ \\( 1 = 2 \\) -o 3 = 3 ]; echo $?; [ '' ]; echo $?", "0\n1\n", 0),
    ("echo a >f; [ -s f ] && [ -r f ] && [ -e f ] && [ ! -x f ] && echo y",
     "y\n", 0),
    ("umask 027; umask; umask 9; echo $?", "0027\n1\n", 0),
    ("type cd; type nonexistent; echo $?", "cd is a shell builtin\n127\n", 0),
    ("command -v echo; command -v nonexistent; echo $?", "echo\n127\n", 0),
    ("echo() { command echo \"<$1>\"; }; echo a", "<a>\n", 0),
    (": a b; echo $?; true x; false; echo $?", "0\n1\n", 0),
    ("set -x; echo a 2>/dev/null", "a\n", 0),
    ("unset -f f; f() { :; }; unset -f f; f 2>/dev/null; echo $?", "127\n", 0),
    # programs
    ("nonexistent; echo $?", "127\n", 0),
    ("./nonexistent; echo $?; /; echo $?", "127\n126\n", 0),
    ("echo 'echo \"script $1\"' >s; chmod +x s; ./s arg; echo $?",
     "script arg\n0\n", 0),
    ("echo x >s; ./s; echo $?", "126\n", 0),
    ("printf 'ab\\0c' >s; chmod +x s; ./s; echo $?", "126\n", 0),
    ("echo 'exit 9' >s; chmod +x s; PATH=.:$PATH; s; echo $?", "9\n", 0),
    # errors
    ("if true", "", 2),
    ("echo 'abc", "", 2),
    ("echo \"abc", "", 2),
    ("echo ${x", "", 2),
    ("echo $(echo", "", 2),
    ("echo a; )", "", 2),
    ("echo a;\n)", "a\n", 2),
    (";;", "", 2),
    ("done", "", 2),
    ("for 1 in a; do :; done", "", 2),
    ("case a in", "", 2),
    ("echo a | | echo b", "", 2),
    ("echo a >", "", 2),
    ("f( {", "", 2),
    ("( )", "", 2),
    ("echo ${a b}; echo never", "", 2),
    ("f() { f; }; f; echo never", "", 2),
    ("eval 'eval \"$x\"'; x='eval \"$x\"'; eval \"$x\"; echo never", "", 2),
    # traps
    ("trap 'echo bye' EXIT; echo a", "a\nbye\n", 0),
    ("trap 'echo bye' EXIT; exit 3", "bye\n", 3),
    ("trap 'exit 4' EXIT; exit 3", "", 4),
    ("trap 'echo bye' 0; trap - EXIT; echo a", "a\n", 0),
    ("trap 'echo bye' EXIT; env true", "bye\n", 0),
    ("trap 'echo bye' EXIT; (echo a); echo $(echo b)", "a\nb\nbye\n", 0),
    ("trap 'echo got; exit 5' TERM; kill $$; echo never", "got\n", 5),
    ("trap 'echo got' USR1; kill -USR1 $$; echo $?", "got\n0\n", 0),
    ("trap '' USR1; kill -USR1 $$; echo alive", "alive\n", 0),
    ("trap '' USR1; sh -c 'trap \"echo x\" USR1; kill -USR1 $$; echo y'",
     "y\n", 0),
    ("trap 'echo t' USR1; (kill -USR1 $$; echo a); echo b",
     "a\nt\nb\n", 0),
    ("trap \"echo 'q'\" INT SIGTERM; trap '' hup; trap",
     "trap -- '' HUP\ntrap -- 'echo '\\''q'\\''' INT\n"
     "trap -- 'echo '\\''q'\\''' TERM\n", 0),
    ("trap 'echo' KILL", "", 1),
    ("trap 'echo' NOSUCH", "", 1),
    ("trap 'echo in' USR1; sleep 9 & p=$!; (sleep 1; kill -USR1 $$) & "
     "wait $p; [ $? -gt 128 ] && echo cut; kill $p; wait $p; echo $?",
     "in\ncut\n143\n", 0),
    ("trap 'n=$((n+1))' USR1; n=0; while [ $n -lt 3 ]; do "
     "kill -USR1 $$; done; echo $n", "3\n", 0),
    ("trap 'echo one; kill -USR2 $$; echo two' USR1; trap 'echo three' USR2;"
     " kill -USR1 $$; :", "one\ntwo\nthree\n", 0),
    # jobs
    ("sleep 0 & wait $!; echo $?", "0\n", 0),
    ("(exit 3) & wait $!", "", 3),
    ("sleep 9 & kill %1; wait %1", "", 143),
    ("sleep 9 & jobs; kill %%; wait", "[1]+ Running  &\n", 0),
    ("set -m; sleep 9 & sleep 8 & jobs; kill %1 %2; wait",
     "[1]- Running sleep 9 &\n[2]+ Running sleep 8 &\n", 0),
    ("set -m; sleep 9 & kill -STOP %1; wait %1; jobs; kill %1; wait %1; "
     "echo $?", "[1]+ Stopped(STOP) sleep 9\n143\n", 0),
    ("set -m; sh -c 'kill -STOP $$; exit 6'; [ $? -gt 128 ] && "
     "fg; echo $?", "sh -c 'kill -STOP $$; exit 6'\n6\n", 0),
    ("set -m; sleep 9 & kill -STOP %sleep; wait %1; bg %?eep; "
     "kill %+; wait", "[1] sleep 9 &\n", 0),
    ("set -m; sleep 9 & sleep 8 & kill %-; wait %1; echo $?; kill %2; "
     "fg %5", "143\n", 1),
    ("sleep 9 & p=$(jobs -p); x=$(wait; echo $?); kill $p; wait $p; "
     "echo $? $x", "143 0\n", 0),
    ("fg", "", 2),
    ("case $- in *m*) echo m;; *) echo no;; esac; set -m; "
     "case $- in *m*) echo m;; esac", "no\nm\n", 0),
    ("kill -l 9; kill -l 143; kill -l TERM", "KILL\nTERM\n15\n", 0),
    ("kill %3", "", 1),
    ("wait 999999", "", 127),
    (":() { echo $1; }; : hello; unset -f :; : no", "hello\n", 0),
    ("a-b(){ echo x; };a-b", "x\n", 0),
    # the fork bomb, harmless: its name is taken away before it is called
    (":(){ :|:& };unset -f :;:;echo ok", "ok\n", 0),
    ("(" * 300 + "echo a" + ")" * 300, "", 2),
    ("echo $((" + "(" * 5000 + "1" + ")" * 5000 + "))", "", 2),
    ("echo " + "${a:-" * 400 + "}" * 400, "", 2),
]


@pytest.fixture(scope="session")
def shell(tmp_path_factory):
    """The path of the shell, built once."""
    if shutil.which(CC) is None:
        pytest.skip("no host compiler")
    out = tmp_path_factory.mktemp("sh") / "sh"
    sources = sorted(str(p) for p in (ROOT / "user/bin/sh").glob("*.c"))
    subprocess.run(
        [CC, "-std=gnu11", "-g", "-O0", "-Wall", "-Wextra", "-Werror",
         "-fsanitize=address,undefined", "-fno-sanitize-recover=all",
         "-I", str(ROOT), "-o", str(out)] + sources, check=True)
    return str(out)


@pytest.fixture(scope="session")
def moments(tmp_path_factory):
    """What makes a rare moment happen each time: variables of a shell."""
    out = tmp_path_factory.mktemp("moments") / "sh_moments.so"
    subprocess.run(
        [CC, "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC",
         "-o", str(out), str(ROOT / "tests/preload/sh_moments.c"), "-ldl"],
        check=True)
    return {"LD_PRELOAD": str(out),
            "ASAN_OPTIONS": "detect_leaks=0:verify_asan_link_order=0"}


def run(shell, args, cwd, stdin=b"", path=None, more=None):
    env = {"PATH": path or os.environ["PATH"], "LC_ALL": "C",
           "HOME": "/root",
           "ASAN_OPTIONS": "detect_leaks=0:quarantine_size_mb=1"}
    env.update(more or {})
    return subprocess.run([shell] + args, cwd=cwd, env=env, input=stdin,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=30, check=False)


def clean(result):
    """No sanitizer has spoken."""
    assert b"Sanitizer" not in result.stderr, result.stderr.decode()
    assert b"runtime error" not in result.stderr, result.stderr.decode()


@pytest.mark.parametrize("row", range(len(TABLE)))
def test_table(shell, tmp_path, row):
    script, output, status = TABLE[row]
    result = run(shell, ["-c", script], tmp_path)
    clean(result)
    assert result.stdout.decode() == output, (script, result.stderr)
    assert result.returncode == status, (script, result.stderr)
    if status == 2:
        assert result.stderr.startswith(b"sh: "), result.stderr


def test_script_file(shell, tmp_path):
    (tmp_path / "s").write_text("echo $0 $1 $#\necho second\nexit 5\n")
    result = run(shell, ["s", "a", "b"], tmp_path)
    assert (result.stdout, result.returncode) == (b"s a 2\nsecond\n", 5)


def test_script_missing(shell, tmp_path):
    assert run(shell, ["nonexistent"], tmp_path).returncode == 127


def test_ulimit_that_fails(shell, moments, tmp_path):
    """What the kernel does not tell is an error, not an empty answer."""
    more = dict(moments, MOMENT="getrlimit")
    for args, lines in (("-n", 0), ("-n 9", 0), ("-a", 7), ("-t", 1)):
        result = run(shell, ["-c", f"ulimit {args}"], tmp_path, more=more)
        clean(result)
        assert result.stdout.count(b"\n") == lines, args
        assert result.returncode == (0 if args == "-t" else 1), args
        assert (b"open files" in result.stderr) == (args != "-t"), args


@pytest.mark.parametrize("script,output", [
    ("set -m; sleep 9 & kill -STOP %1; wait %1; echo $?; kill %1; "
     "wait %1; echo $?", "147\n143\n"),
    ("set -m; sleep 9 & kill -STOP %1; wait %1; echo $?; kill -s HUP %1; "
     "wait %1; echo $?", "147\n129\n"),
    ("set -m; sh -c 'kill -STOP $$; exit 6' & wait %1; echo $?; "
     "kill -CONT %1; wait %1; echo $?", "147\n6\n"),
])
def test_stop_is_over(shell, moments, tmp_path, script, output):
    """A stopped job that was let go on runs, before the kernel says so."""
    more = dict(moments, MOMENT="late")
    result = run(shell, ["-c", script], tmp_path, more=more)
    clean(result)
    assert result.stdout.decode() == output, result.stderr


def test_standard_input_is_shared(shell, tmp_path):
    result = run(shell, [], tmp_path, b"read x\nthe line\necho \"<$x>\"\n"
                 b"cat\nrest\n")
    clean(result)
    assert result.stdout == b"<the line>\nrest\n"


def test_error_has_line_number(shell, tmp_path):
    (tmp_path / "s").write_text("echo a\n\nif fi\n")
    result = run(shell, ["s"], tmp_path)
    assert result.stderr == b"sh: line 3: syntax error: unexpected fi\n"


def test_large_heredoc(shell, tmp_path):
    script = "cat <<E | wc -l\n" + "line\n" * 20000 + "E\n"
    (tmp_path / "s").write_text(script)
    assert run(shell, ["s"], tmp_path).stdout == b"20000\n"


def test_no_leak_in_loops(shell, tmp_path):
    """Memory of one turn of a loop is gone before the next."""
    script = ("i=0; f() { local y=$1; z=${y#a}; case $z in q) ;; esac; }\n"
              "while [ $i -lt 2000 ]; do i=$((i+1)); f a$i >/dev/null; done\n"
              "grep VmRSS /proc/$$/status | tr -dc 0-9\n")
    first = run(shell, ["-c", script], tmp_path)
    second = run(shell, ["-c", script.replace("2000", "8000")], tmp_path)
    clean(second)
    assert int(second.stdout) < int(first.stdout) + 8000


def test_garbage(shell, tmp_path):
    """Whatever the input is: an answer, and no sanitizer report."""
    rng = random.Random(1)
    pieces = ["if ", "then ", "fi ", "for ", "in ", "do ", "done ", "case ",
              "esac ", "while ", "{ ", "} ", "(", ")", ";", ";;", "&", "|",
              "&&", "||", "<", ">", ">>", "<<", "<&", ">&", "2", "-", "'",
              '"', "\\", "$", "${", "}", "$((", "))", "$(", "`", "a", "x=",
              "*", "?", "[", "]", "!", "\n", " ", "\t", "#", ":-", "%", "@",
              "+", "=", "~", "f() ", "echo ", "break ", "\r", "\xff", "eval ",
              "set -- ", "shift ", "read x ", "local ", "unset ", "return "]
    (tmp_path / "empty").mkdir()
    for _ in range(250):
        text = "".join(rng.choice(pieces) for _ in range(rng.randrange(40)))
        result = run(shell, ["-c", "ulimit() { :; }\n" + text],
                     tmp_path / "empty", path="/nonexistent")
        clean(result)
        assert result.returncode in range(0, 256), text
