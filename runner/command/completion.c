#include "completion/completion.h"

#include <jansson.h>
#include <string.h>

#include "command/command.h"
#include "config/config.h"

static int unknown_shell(const char *shell, struct error *error)
{
	static const size_t shells = 3;
	const char *meant = config_nearest(shell, completion_shells, shells);

	error_set(error, ERROR_USAGE,
		  "there are completions for bash, zsh and fish, not for \"%s\"%s%s%s", shell,
		  meant ? "; did you mean " : "", meant ? meant : "", meant ? "?" : "");
	error_next(error, "glim help completion");
	return error_exit_code(error);
}

static int run_completion(struct options *options, struct error *error)
{
	const char *script = completion_script(options->name);

	if (!script)
		return unknown_shell(options->name, error);
	if (options->output.json)
		output_json(&options->output,
			    json_pack("{s:s, s:s, s:s}", "schema", "glim.completion/1", "shell",
				      options->name, "script", script));
	else
		output_answer(&options->output, "%.*s", (int)strlen(script) - 1, script);
	return 0;
}

const struct command command_completion = {
	.verb = "completion",
	.bare = true,
	.argument = "SHELL",
	.summary = "completions for bash, zsh or fish",
	.details =
		"Prints a script that completes commands, options, names of migrations and aliases "
		"of connections. `make install` and the packages put it in place; else:\n"
		"\n"
		"    source <(glim completion bash)        in ~/.bashrc\n"
		"    source <(glim completion zsh)         in ~/.zshrc, behind compinit\n"
		"    glim completion fish | source         in config.fish\n"
		"\n"
		"The names are those of the plugin directories; no database is asked.\n",
	.words = WORDS_SHELLS,
	.run = run_completion,
};
