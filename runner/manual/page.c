#include "manual/page.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/version.h"

static void add_char(struct text *page, char c)
{
	static const struct {
		char plain;
		const char *roff;
	} marks[] = {
		{ '\\', "\\e" },  { '-', "\\-" },   { '\'', "\\(aq" },
		{ '`', "\\(ga" }, { '^', "\\(ha" }, { '~', "\\(ti" },
	};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		if (marks[i].plain != c)
			continue;
		text_add(page, marks[i].roff);
		return;
	}
	text_add_char(page, c);
}

/* A point or quote at the beginning of a line would be a request. */
static void begin_line(struct text *page, char c)
{
	if (c == '.' || c == '\'')
		text_add(page, "\\&");
}

static void add_plain(struct text *page, const char *words, size_t length)
{
	begin_line(page, *words);
	for (size_t i = 0; i < length; i++)
		add_char(page, words[i]);
}

static void add_marked(struct text *page, const char *words, size_t length)
{
	bool bold = false;

	begin_line(page, *words);
	for (size_t i = 0; i < length; i++) {
		if (words[i] != '`') {
			add_char(page, words[i]);
			continue;
		}
		bold = !bold;
		text_add(page, bold ? "\\fB" : "\\fR");
	}
	text_add(page, bold ? "\\fR" : "");
}

void page_begin(struct text *page, const char *name, int section, const char *summary)
{
	text_add(page, ".\\\" Made from the tables of the program: change those.\n.TH \"");
	for (const char *at = name; *at; at++)
		text_add_char(page, (char)toupper((unsigned char)*at));
	text_print(page, "\" %d \"\" \"glim %s\" \"glim\"\n", section, GLIM_VERSION);
	page_heading(page, "NAME");
	add_plain(page, name, strlen(name));
	text_add(page, " \\- ");
	for (; *summary; summary++)
		add_char(page, *summary);
	text_add_char(page, '\n');
}

void page_heading(struct text *page, const char *title)
{
	text_print(page, ".SH \"%s\"\n", title);
}

struct paragraphs {
	struct text *page;
	bool verbatim, parted; /* parted: a blank line was read and not written yet */
};

static void part(struct paragraphs *state, bool verbatim)
{
	if (state->verbatim && !verbatim)
		text_add(state->page, ".fi\n");
	if (state->parted || (state->verbatim && !verbatim))
		text_add(state->page, state->verbatim && verbatim ? "\n" : ".PP\n");
	if (verbatim && !state->verbatim)
		text_add(state->page, ".nf\n");
	state->verbatim = verbatim;
	state->parted = false;
}

static void add_line(struct paragraphs *state, const char *line, size_t length)
{
	if (!length) {
		state->parted = true;
		return;
	}
	part(state, *line == ' ');
	if (state->verbatim)
		add_plain(state->page, line, length);
	else
		add_marked(state->page, line, length);
	text_add_char(state->page, '\n');
}

void page_words(struct text *page, const char *words)
{
	struct paragraphs state = { .page = page };

	while (*words) {
		const size_t length = strcspn(words, "\n");

		add_line(&state, words, length);
		words += length + (words[length] == '\n');
	}
	if (state.verbatim)
		text_add(page, ".fi\n");
}

void page_line(struct text *page, const char *words)
{
	text_add(page, ".B ");
	for (; *words; words++)
		add_char(page, *words);
	text_add_char(page, '\n');
}

void page_term(struct text *page, const char *term, const char *meaning)
{
	text_add(page, ".TP\n");
	page_line(page, term);
	add_marked(page, meaning, strlen(meaning));
	text_add_char(page, '\n');
}
