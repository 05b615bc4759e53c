#include "command/topics.h"

#include "command/paragraph.h"

void hook_topic_write(struct text *text)
{
	text_add(text,
		 "In config.json:\n\n"
		 "  \"extensions\": { \"migration\": { \"hooks\": {\n"
		 "    \"before\":  [\"/usr/local/bin/backup\", \"--quick\"],\n"
		 "    \"after\":   [\"sh\", \"-c\", \"jq -r .result.applied[].name >>done.log\"],\n"
		 "    \"failure\": [\"bin/alert\"],\n"
		 "    \"timeout\": \"5 min\"\n"
		 "  } } }\n\n");
	paragraph_add(
		text,
		"run, rollback and redo run them when there is something to do: `before` under the "
		"lock and before the first migration, `after` when all went well, `failure` when "
		"the "
		"command ends with an error of any kind once config.json is read, a `before` that "
		"said no and Ctrl-C included.\n\n"
		"A command is a list of words: the program, looked for in PATH unless it has a "
		"slash, and its arguments. No shell reads it, and ${NAME} is not replaced: name "
		"the "
		"shell where you want one. It runs in the folder of config.json with the "
		"environment "
		"of glim, gets the facts as one JSON document on stdin (glim.hook/1: hook, "
		"command, "
		"direction, target, by, reason, migrations, result: the document of --json, null "
		"before), and what it prints is shown on stderr behind its name.\n\n"
		"A `before` that ends with anything but 0, or does not end within `timeout`, stops "
		"the command with 7 before anything was started. A failing `after` or `failure` is "
		"a "
		"warning: what is done is done. What a hook leaves running in its session is ended "
		"with it.\n",
		0);
}
