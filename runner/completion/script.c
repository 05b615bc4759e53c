#include <string.h>

#include "completion/completion.h"

/* readline cuts words at colons and equal signs, so what lies before the last one is not repeated.
 */
static const char bash[] =
	"# bash completion for glim: glim completion bash\n"
	"_glim() {\n"
	"	local line=${COMP_LINE:0:COMP_POINT} words word kept candidate kind\n"
	"	read -ra words <<<\"$line\"\n"
	"	[[ $line != *[[:space:]] ]] || words+=(\"\")\n"
	"	word=${words[${#words[@]} - 1]}\n"
	"	kept= kind=\n"
	"	[[ $COMP_WORDBREAKS != *:* || $word != *:* ]] || kept=${word%\"${word##*:}\"}\n"
	"	[[ $word != --*=* ]] || kept=${word%%=*}=\n"
	"	COMPREPLY=()\n"
	"	while IFS=$'\\t' read -r candidate _; do\n"
	"		case $candidate in\n"
	"		:files) kind=file ;;\n"
	"		:folders) kind=directory ;;\n"
	"		*) COMPREPLY+=(\"${candidate#\"$kept\"}\") ;;\n"
	"		esac\n"
	"	done < <(\"${words[0]/#\\~/$HOME}\" __complete \"${words[@]:1}\" 2>/dev/null)\n"
	"	[[ $kind ]] || return 0\n"
	"	compopt -o filenames 2>/dev/null\n"
	"	mapfile -t COMPREPLY < <(compgen -A $kind -- \"${word#\"$kept\"}\")\n"
	"}\n"
	"complete -F _glim glim\n";

static const char zsh[] =
	"#compdef glim\n"
	"_glim() {\n"
	"	local line\n"
	"	local -a values shown\n"
	"	for line in ${(f)\"$(${(Q)words[1]/#\\~/$HOME} __complete \\\n"
	"			\"${(@Q)words[2,CURRENT-1]}\" \"$PREFIX\" 2>/dev/null)\"}; do\n"
	"		case $line in\n"
	"		:files) compset -P '*='; _files; return ;;\n"
	"		:folders) compset -P '*='; _files -/; return ;;\n"
	"		esac\n"
	"		values+=(\"${line%%$'\\t'*}\")\n"
	"		shown+=(\"${line/$'\\t'/  -- }\")\n"
	"	done\n"
	"	(( $#values )) && compadd -l -d shown -- $values\n"
	"}\n"
	"if [[ $funcstack[1] == _glim ]]; then\n"
	"	_glim \"$@\"\n"
	"else\n"
	"	compdef _glim glim\n"
	"fi\n";

static const char fish[] =
	"# fish completion for glim: glim completion fish\n"
	"function __glim_complete\n"
	"	set -l words (commandline -opc)\n"
	"	set -l word (commandline -ct)\n"
	"	for line in ($words[1] __complete $words[2..-1] \"$word\" 2>/dev/null)\n"
	"		switch $line\n"
	"			case ':files'\n"
	"				__fish_complete_path (string replace -r '^--[^=]*=' '' -- "
	"$word)\n"
	"			case ':folders'\n"
	"				__fish_complete_directories \\\n"
	"					(string replace -r '^--[^=]*=' '' -- $word)\n"
	"			case '*'\n"
	"				printf '%s\\n' $line\n"
	"		end\n"
	"	end\n"
	"end\n"
	"complete -c glim -f -a '(__glim_complete)'\n";

static const struct {
	const char *shell, *script;
} scripts[] = { { "bash", bash }, { "zsh", zsh }, { "fish", fish } };

const char *const completion_shells[] = { "bash", "zsh", "fish", NULL };

const char *completion_script(const char *shell)
{
	for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
		if (strcmp(scripts[i].shell, shell) == 0)
			return scripts[i].script;
	return NULL;
}
