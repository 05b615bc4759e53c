#include "batches.h"
#include "crowds.h"
#include "kills.h"
#include "sessions.h"

const struct part parts[] = {
	{ "sweep", "SIGKILL at every labelled place", NEEDS_NOTHING, 4 * SINGLE_KINDS,
	  4 * SINGLE_KINDS, false, kills_sweep },
	{ "session-sweep", "KILL CONNECTION at every labelled place", NEEDS_SERVER, 2,
	  2 * SINGLE_KINDS, false, kills_session_sweep },
	{ "five", "SIGKILL at any moment, five statements", NEEDS_SERVER, 6, 200, true,
	  kills_five },
	{ "moment", "SIGKILL at any moment, and again", NEEDS_NOTHING, 12, 150, true,
	  kills_any_moment },
	{ "statement", "SIGKILL while a statement executes", NEEDS_NOTHING, 12, 150, true,
	  kills_in_statement },
	{ "guest", "SIGKILL of guest or migration", NEEDS_NOTHING, 6, 60, true, kills_guest },
	{ "batch", "--batch broken off, or one of it fails", NEEDS_NOTHING, 10, 200, true,
	  batches_break },
	{ "travel", "one packet broken off, or one of it fails", NEEDS_NOTHING, 10, 200, true,
	  batches_travel },
	{ "undo", "SIGKILL, then rollback of what is half done", NEEDS_NOTHING, 6, 100, true,
	  kills_undo },
	{ "signal", "SIGINT, SIGTERM, SIGHUP", NEEDS_NOTHING, 6, 60, true, kills_politely },
	{ "session", "KILL CONNECTION, KILL QUERY", NEEDS_SERVER, 8, 100, true, sessions_kill },
	{ "cut", "network cut after N bytes", NEEDS_SERVER, 4, 16, false, sessions_cut },
	{ "silence", "network silent after N bytes", NEEDS_SERVER, 3, 40, true, sessions_silence },
	{ "lock", "a second runner beside one that sleeps", NEEDS_NOTHING, 4, 30, true,
	  crowds_lock },
	{ "pause", "SIGSTOP, then SIGCONT", NEEDS_NOTHING, 4, 40, true, crowds_pause },
	{ "fence", "SIGSTOP, session killed, SIGCONT", NEEDS_SERVER, 4, 60, true, crowds_fence },
	{ "crowd", "2 to 32 runners, some killed", NEEDS_NOTHING, 3, 40, true, crowds_race },
	{ "server", "kill -9 of the server", NEEDS_SERVER_ALONE, 4, 36, false,
	  sessions_server_dies },
};

const size_t part_count = sizeof parts / sizeof *parts;
