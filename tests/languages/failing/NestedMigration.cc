#include <glim/migration.h>

#include <exception>
#include <stdexcept>
#include <string>

const char description[] = "throws what holds the reason of its reason";

static void weigh()
{
	throw std::out_of_range("no scales");
}

static void load(const std::string &crate)
{
	try {
		weigh();
	} catch (...) {
		std::throw_with_nested(crate + " was not weighed");
	}
}

GLIM_RUN(ctx)
{
	glim_exec(ctx, "INSERT INTO marks VALUES (?, ?)", 1, "thrown");
	try {
		load("crate 42");
	} catch (...) {
		std::throw_with_nested(std::runtime_error("the ship is not loaded"));
	}
}
