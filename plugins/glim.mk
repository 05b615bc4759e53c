# glim.mk: makes every NAME.c, NAME.cc and NAME.cpp of a folder into the plugin NAME.so, and every
# NAME.sql into NAME.sql.so, with its text in it (include/glim/sql.h).
#
# `glim migration:build` uses it by itself. In a Makefile of your own:
#
#     include $(shell pkg-config --variable=makefragment glim)
#
# gives the targets `migrations`, `migrations-clean` and $(GLIM_OUT)/NAME.so. What may be set before:
glim_here    := $(dir $(lastword $(MAKEFILE_LIST)))
GLIM_OUT     ?= plugins
GLIM_SOURCES ?= $(wildcard *.c *.cc *.cpp *.sql)
GLIM_INCLUDE ?= $(or $(patsubst %/glim/migration.h,%,$(firstword $(wildcard \
	$(glim_here)../../include/glim/migration.h $(glim_here)../include/glim/migration.h))),\
	$(shell pkg-config --variable=includedir glim))
# Checks SQL before it is compiled; GLIM_DIALECT says for which database, else any will do.
GLIM_CHECK   ?= $(firstword $(wildcard $(glim_here)../../lib/glim/glim-sql \
	$(glim_here)../build/lib/glim/glim-sql) glim-sql)
GLIM_DIALECT ?=
CFLAGS       ?= -O2 -g -Wall -Wextra
CXXFLAGS     ?= $(CFLAGS)

# An error names a place in the source as folder/file.c:line, wherever that folder was. A plugin links
# nothing from glim; with -z defs a forgotten library is an error now and not later.
glim_flags := -fPIC -fvisibility=hidden '-ffile-prefix-map=$(CURDIR)='"$${PWD\#\#*/}"
glim_link  := -shared -Wl,-z,defs -Wl,-Bsymbolic

# Folders may have blanks in their names; in targets make wants them escaped.
glim_blank := $(subst ,, )
glim_out   := $(subst $(glim_blank),\ ,$(GLIM_OUT))

.PHONY: migrations migrations-clean
migrations:

# The checksum of a source covers what it includes too, but neither glim's own headers nor the
# system's: a rebuild by another compiler is the same migration. The plugin is built beside its
# place and then renamed, for whoever runs the old one right now keeps it whole.
define glim_rule
migrations: $(glim_out)/$(basename $(1)).so
$(glim_out)/$(basename $(1)).so: $(1)
	@mkdir -p "$$(GLIM_OUT)"
	@printf '  PLUGIN  %s\n' '$(basename $(1)).so'
	@files=$$$$($(2) $$(CPPFLAGS) -MM -isystem "$$(GLIM_INCLUDE)" $(1)) && \
	sum=$$$$(printf '%s\n' "$$$$files" | sed 's/^[^:]*://; s/\\$$$$//' | xargs printf '%s\n' | \
		LC_ALL=C sort | tr '\n' '\0' | xargs -0 cat | sha256sum | cut -c1-64) && \
	$(if $(V),set -x &&) $(2) $$(CPPFLAGS) -I"$$(GLIM_INCLUDE)" \
		-DGLIM_SOURCE_CHECKSUM="\"$$$$sum\"" $(3) $$(glim_flags) \
		-MMD -MP -MF "$$(GLIM_OUT)/.$(basename $(1)).d" -MQ "$$@" \
		-o "$$(GLIM_OUT)/.$(basename $(1)).so" "$$(CURDIR)/$(1)" \
		$$(LDFLAGS) $$(glim_link) $$(LDLIBS)
	@mv -f "$$(GLIM_OUT)/.$(basename $(1)).so" "$$@"
-include $(glim_out)/.$(basename $(1)).d
endef

# The site of an SQL file stands in a text in a text: no quotes in it.
define glim_sql_rule
migrations: $(glim_out)/$(1).so
$(glim_out)/$(1).so: $(1)
	@mkdir -p "$$(GLIM_OUT)"
	@printf '  PLUGIN  %s\n' '$(1).so'
	@site=$$$$(printf '%s' "$$$${PWD##*/}" | tr '"\\' '__')/$(1) && \
	'$$(GLIM_CHECK)' '$(1)' "$$$$site" $$(GLIM_DIALECT) && \
	sum=$$$$(sha256sum <'$(1)' | cut -c1-64) && \
	$(if $(V),set -x &&) $$(CC) $$(CPPFLAGS) -I"$$(GLIM_INCLUDE)" \
		-DGLIM_SOURCE_CHECKSUM="\"$$$$sum\"" -DGLIM_SQL='"$(1)"' \
		-DGLIM_SQL_SITE="\"$$$$site\"" $$(CFLAGS) $$(glim_flags) \
		-o "$$(GLIM_OUT)/.$(1).so" -x c "$$(GLIM_INCLUDE)/glim/sql.h" \
		$$(LDFLAGS) $$(glim_link)
	@mv -f "$$(GLIM_OUT)/.$(1).so" "$$@"
endef

$(foreach source,$(filter %.sql,$(GLIM_SOURCES)),$(eval $(call glim_sql_rule,$(source))))
$(foreach source,$(filter %.c,$(GLIM_SOURCES)),\
	$(eval $(call glim_rule,$(source),$$(CC),$$(CFLAGS))))
$(foreach source,$(filter-out %.c %.sql,$(GLIM_SOURCES)),\
	$(eval $(call glim_rule,$(source),$$(CXX),$$(CXXFLAGS))))

migrations-clean:
	cd "$(GLIM_OUT)" && rm -f $(foreach source,$(filter-out %.sql,$(GLIM_SOURCES)),\
		$(basename $(source)).so .$(basename $(source)).d) \
		$(foreach source,$(filter %.sql,$(GLIM_SOURCES)),$(source).so)
