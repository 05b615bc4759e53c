# Types a line and Tab into a shell on a terminal of its own, and prints what is then there. The mark
# behind it is shown only after the shell has done with the Tab.
#   zsh -f completion.zsh LINE PROMPT-COMMAND SHELL..
zmodload zsh/zpty zsh/zselect
line=$1 prepare=$2 said=
shift 2

await() { # PATTERN: until it is there, or ten seconds have passed
	local piece tries=0
	until [[ $said == $~1 ]] || (( ++tries > 200 )); do
		zpty -r -t shell piece && said+=$piece || zselect -t 5
	done
}

zpty -b shell "$@"
zpty -w shell "$prepare; PS1=g\"\"o\\>"
await '*go>*'
said=
zpty -w -n shell "$line"$'\t\t'"@"
await '*@*'
print -r -- "$said" | tr -d '\r\a' | sed 's/\x1b[[(][0-9;?]*[A-Za-z]//g'
zpty -d shell
