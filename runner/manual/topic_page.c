#include <string.h>

#include "command/topics.h"
#include "manual/manual.h"
#include "manual/page.h"

static void add_setting(struct text *page, const struct setting_topic *setting)
{
	struct text meaning = { 0 };

	setting_write_text(&meaning, setting);
	page_term(page, setting->key, text_get(&meaning));
	text_finish(&meaning);
}

void manual_write_settings(struct text *page)
{
	struct text example = { 0 };
	const char *section = "";

	page_begin(page, "glim-config", 5, "the configuration of glim");
	page_heading(page, "DESCRIPTION");
	page_words(page, settings_found);
	settings_write_example(&example);
	page_words(page, text_get(&example));
	text_finish(&example);
	for (size_t i = 0; i < setting_topic_count; i++) {
		if (strcmp(section, setting_topics[i].section) != 0)
			page_heading(page, setting_topics[i].section);
		section = setting_topics[i].section;
		add_setting(page, &setting_topics[i]);
	}
	page_heading(page, "SEE ALSO");
	page_words(page, "`glim`(1), `glim-config`(1)\n");
}

static void add_error(struct text *page, enum error_code code)
{
	const struct error_topic *topic = &error_topics[code];
	const struct error example = { .code = code };
	struct text heading = { 0 };

	text_print(&heading, "error:%s (exit %d)", error_slug(code), error_exit_code(&example));
	page_heading(page, text_get(&heading));
	page_words(page, topic->cause);
	page_term(page, "Check", topic->check);
	page_term(page, "Fix", topic->fix);
	text_finish(&heading);
}

void manual_write_errors(struct text *page)
{
	page_begin(page, "glim-errors", 7, "what the errors of glim mean, and what to do");
	page_heading(page, "DESCRIPTION");
	page_words(page, "An error begins with error[WORD]; `glim help error:WORD` shows what "
			 "stands here.\n");
	for (int code = ERROR_NONE + 1; code < ERROR_CODES; code++)
		add_error(page, (enum error_code)code);
	page_heading(page, "SEE ALSO");
	page_words(page, "`glim`(1)\n");
}
