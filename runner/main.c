#include <fcntl.h>
#include <jansson.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "command/command.h"
#include "command/help.h"
#include "completion/completion.h"
#include "interrupt/interrupt.h"

/*
 * A descriptor that was closed would be given to the next file that is opened. Each gets the wrong
 * direction, so that using it stays an error.
 */
static void open_standard_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 &&
		    open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
			return;
}

static void prepare_process(void)
{
	open_standard_descriptors();
	signal(SIGPIPE, SIG_IGN);
	/* Without memory a document would lack a part, and nobody would know. */
	json_set_alloc_funcs(memory_alloc, free);
	signal(SIGXFSZ, SIG_IGN);
	interrupt_farewell(output_farewell);
	interrupt_unheard(output_unheard);
	setlocale(LC_CTYPE, ""); /* for widths; the other categories would cost 24 files a start */
}

static void show_json_error(struct output *output, const struct error *error, int exit_code)
{
	output_json(output, json_pack("{s:s, s:b, s:i, s:o}", "schema", "glim.error/1", "ok", false,
				      "exit_code", exit_code, "error", output_error_json(error)));
}

/* The document is the answer; whoever cannot be given it gets the block. */
static void show_error(struct output *output, const struct error *error, int exit_code)
{
	if (output->json && !output->json_written)
		show_json_error(output, error, exit_code);
	if (output->events ? !output->error_told : !output->json || output->failed)
		output_error(output, error);
}

/* Nothing was asked for: the list may help, and a script notices by the exit code. */
static void show_list(struct output *output)
{
	struct text text = { 0 };

	help_write_list(&text);
	output_aside(output, &text);
	text_finish(&text);
}

static int run_command(int argc, char **argv, struct options *options, struct error *error)
{
	int exit_code;

	if (!options_parse(argc, argv, options, error)) {
		if (argc < 2)
			show_list(&options->output);
		return error_exit_code(error);
	}
	output_farewell_as(&options->output);
	exit_code = options->command->run(options, error);
	return error->code != ERROR_NONE && exit_code == 0 ? error_exit_code(error) : exit_code;
}

/* The shell's own word, in front of what has been typed so far. */
static bool is_completed(int argc, char **argv)
{
	struct text candidates = { 0 };

	if (argc < 2 || strcmp(argv[1], "__complete") != 0)
		return false;
	completion_answer(&candidates, argv + 2, (size_t)argc - 2);
	fputs(text_get(&candidates), stdout);
	text_finish(&candidates);
	return true;
}

/* The work is done: only the telling failed. */
static int check_stdout(struct output *output, struct error *error, int exit_code)
{
	output_flush(output);
	if (!output->failed || exit_code != 0)
		return exit_code;
	error_set(error, ERROR_OUTPUT, "stdout could not be written: %s",
		  strerror(output->failed_with));
	error_line(&error->state, "all that was asked for has been done");
	output_error(output, error);
	return error_exit_code(error);
}

int main(int argc, char **argv)
{
	struct error error = { 0 };
	struct options options;
	int exit_code;

	memory_prepare();
	prepare_process();
	if (is_completed(argc, argv))
		return 0;
	exit_code = run_command(argc, argv, &options, &error);
	if (error.code != ERROR_NONE)
		show_error(&options.output, &error, exit_code);
	exit_code = check_stdout(&options.output, &error, exit_code);
	options_finish(&options);
	error_finish(&error);
	return exit_code;
}
