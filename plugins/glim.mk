# glim.mk: makes every NAME.c, NAME.cc, NAME.cpp, NAME.rs and NAME.go of a folder into the plugin
# NAME.so, each by the compiler of its language, which is needed only where such a source is; and
# every NAME.sql into NAME.sql.so, with its text in it (include/glim/sql.h).
#
# `glim migration:build` uses it by itself. In a Makefile of your own:
#
#     include $(shell pkg-config --variable=makefragment glim)
#
# gives the targets `migrations`, `migrations-clean` and $(GLIM_OUT)/NAME.so. What may be set before:
glim_here    := $(dir $(lastword $(MAKEFILE_LIST)))
GLIM_OUT     ?= plugins
GLIM_SOURCES ?= $(wildcard *.c *.cc *.cpp *.rs *.go *.sql)
GLIM_INCLUDE ?= $(or $(patsubst %/glim/migration.h,%,$(firstword $(wildcard \
	$(glim_here)../../include/glim/migration.h $(glim_here)../include/glim/migration.h))),\
	$(shell pkg-config --variable=includedir glim))
# Checks SQL before it is compiled; GLIM_DIALECT says for which database, else any will do.
GLIM_CHECK   ?= $(firstword $(wildcard $(glim_here)../../lib/glim/glim-sql \
	$(glim_here)../build/lib/glim/glim-sql) glim-sql)
GLIM_DIALECT ?=
CFLAGS       ?= -O2 -g -Wall -Wextra
CXXFLAGS     ?= $(CFLAGS)
RUSTC        ?= rustc
RUSTFLAGS    ?= -O -C strip=debuginfo
GO           ?= go
GLIM_GOFLAGS ?= -trimpath

# An error names a place in the source as folder/file.c:line, wherever that folder was. A plugin links
# nothing from glim; with -z defs a forgotten library is an error now and not later.
glim_flags := -fPIC -fvisibility=hidden '-ffile-prefix-map=$(CURDIR)='"$${PWD\#\#*/}"
glim_link  := -shared -Wl,-z,defs -Wl,-Bsymbolic

# Folders may have blanks in their names; in targets make wants them escaped.
glim_blank := $(subst ,, )
glim_out   := $(subst $(glim_blank),\ ,$(GLIM_OUT))

.PHONY: migrations migrations-clean
migrations:

# $(call glim_wants,COMPILER,PACKAGE,SOURCE): one sentence where the compiler is missing.
glim_wants = command -v $(firstword $(1)) >/dev/null || { \
	echo 'glim.mk: $(3) wants $(firstword $(1)), which is not installed: apt-get install $(2)' >&2; \
	exit 1; }

# Reads the names of files, and prints one checksum of what is in them.
glim_sum = xargs printf '%s\n' | LC_ALL=C sort | tr '\n' '\0' | xargs -0 cat | sha256sum | cut -c1-64

# A plugin is built beside its place and then renamed, for whoever runs the old one right now keeps
# it whole.
define glim_plugin
migrations: $(glim_out)/$(basename $(1)).so
$(glim_out)/$(basename $(1)).so: $(1)
	@mkdir -p "$$(GLIM_OUT)"
	@printf '  PLUGIN  %s\n' '$(basename $(1)).so'
	@$$(call glim_wants,$(2),$(3),$(1))
	$(4)
	@mv -f "$$(GLIM_OUT)/.$(basename $(1)).so" "$$@"
-include $(glim_out)/.$(basename $(1)).d
endef

# The checksum of a source covers what it includes too, but neither glim's own headers nor the
# system's: a rebuild by another compiler is the same migration.
define glim_cc
@files=$$$$($(2) $$(CPPFLAGS) -MM -isystem "$$(GLIM_INCLUDE)" $(3) $(1)) && \
	sum=$$$$(printf '%s\n' "$$$$files" | sed 's/^[^:]*://; s/\\$$$$//' | $$(glim_sum)) && \
	$(if $(V),set -x &&) $(2) $$(CPPFLAGS) -I"$$(GLIM_INCLUDE)" \
		-DGLIM_SOURCE_CHECKSUM="\"$$$$sum\"" $(3) $$(glim_flags) \
		-MMD -MP -MF "$$(GLIM_OUT)/.$(basename $(1)).d" -MQ "$$@" \
		-o "$$(GLIM_OUT)/.$(basename $(1)).so" "$$(CURDIR)/$(1)" \
		$$(LDFLAGS) $$(glim_link) $$(LDLIBS)
endef

$(foreach source,$(filter %.c,$(GLIM_SOURCES)),$(eval $(call glim_plugin,$(source),$$(CC),gcc,\
	$(call glim_cc,$(source),$$(CC),$$(CFLAGS)))))
$(foreach source,$(filter %.cc %.cpp,$(GLIM_SOURCES)),$(eval $(call glim_plugin,$(source),$$(CXX),g++,\
	$(call glim_cc,$(source),$$(CXX),-std=c++17 $$(CXXFLAGS)))))

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

# ---- Rust: the crate `glim` is compiled once for each version of the compiler ----

# A newer rustc looks for the job server of this make, which recipes do not get, and warns.
glim_rustc_alone := MAKEFLAGS= MFLAGS= $(RUSTC)
glim_rust := $(firstword $(wildcard $(glim_here)rust/src/lib.rs $(glim_here)../include/rust/src/lib.rs))

ifneq ($(filter %.rs,$(GLIM_SOURCES)),)
glim_rustc := $(shell $(RUSTC) --version 2>/dev/null | tr -c 'A-Za-z0-9.\n' _)
glim_crate := .rust-$(or $(glim_rustc),missing)/libglim.rlib

$(glim_out)/$(glim_crate): $(wildcard $(dir $(glim_rust))*.rs)
	@$(call glim_wants,$(RUSTC),rustc,a migration in Rust)
	@mkdir -p "$(dir $(GLIM_OUT)/$(glim_crate))"
	@$(glim_rustc_alone) --edition 2021 --crate-name glim --crate-type rlib $(RUSTFLAGS) \
		--remap-path-prefix "$(dir $(glim_rust))=glim/" \
		-o "$(GLIM_OUT)/$(glim_crate).new" "$(glim_rust)"
	@mv -f "$(GLIM_OUT)/$(glim_crate).new" "$(GLIM_OUT)/$(glim_crate)"
endif

glim_rust_flags = --edition 2021 --crate-name migration --crate-type cdylib \
	--extern "glim=$(GLIM_OUT)/$(glim_crate)"
glim_rust_link := -C link-arg=-Wl,-z,defs -C link-arg=-Wl,-Bsymbolic

# What a source is made of is said by the compiler, for the checksum and for make.
define glim_rs
@list="$$(GLIM_OUT)/.$(basename $(1)).list" && \
	$$(glim_rustc_alone) $$(glim_rust_flags) --emit dep-info -o "$$$$list" $(1) && \
	files=$$$$(sed -n 's/:$$$$//p' "$$$$list") && rm -f "$$$$list" && \
	{ printf '%s:' "$$@" | sed 's/ /\\ /g'; printf ' %s' $$$$files; printf '\n'; \
		printf '%s:\n' $$$$files; } >"$$(GLIM_OUT)/.$(basename $(1)).d" && \
	GLIM_SOURCE_CHECKSUM=$$$$(printf '%s\n' "$$$$files" | $$(glim_sum)) && \
	export GLIM_SOURCE_CHECKSUM && \
	$(if $(V),set -x &&) $$(glim_rustc_alone) $$(glim_rust_flags) $$(RUSTFLAGS) --cfg glim_source_checksum \
		--remap-path-prefix "$$(CURDIR)=$$$${PWD##*/}" $$(glim_rust_link) \
		-o "$$(GLIM_OUT)/.$(basename $(1)).so" "$$(CURDIR)/$(1)"
endef

$(foreach source,$(filter %.rs,$(GLIM_SOURCES)),\
	$(eval $(glim_out)/$(basename $(source)).so: $(glim_out)/$(glim_crate))\
	$(eval $(call glim_plugin,$(source),$$(RUSTC),rustc,$(call glim_rs,$(source)))))

# ---- Go: the package `glim` comes from a GOPATH of its own, or from a go.mod that asks for it ----

glim_go := $(abspath $(firstword $(wildcard $(glim_here)go $(glim_here)../include/go)))
glim_go_ours := not (or .Standard (eq .ImportPath "glim"))
glim_go_kinds := GoFiles CgoFiles CFiles CXXFiles MFiles HFiles FFiles SFiles SwigFiles SwigCXXFiles \
	SysoFiles EmbedFiles
glim_go_list := {{if $(glim_go_ours)}}{{$$dir := .Dir}}\
	$(foreach kind,$(glim_go_kinds),{{range .$(kind)}}{{$$dir}}/{{.}}{{"\n"}}{{end}}){{end}}

# What the comments before `import "C"` include is known to cgo's compiler only: a script that asks it.
glim_go_cgo := {{if and .CgoFiles ($(glim_go_ours))}}(cd {{printf "%q" .Dir}} && \
	$$GO tool cgo -objdir "$$work" -- -isystem "$$include" "$$@" \
	{{range .CgoPkgConfig}}$$(pkg-config --cflags {{.}}) {{end}}\
	{{range .CgoCPPFLAGS}}{{printf "%q" .}} {{end}}{{range .CgoCFLAGS}}{{printf "%q" .}} {{end}}\
	-MMD -MT - -MF "$$work/included" {{range .CgoFiles}}{{printf "%q" .}} {{end}}&& \
	sed "s/^[^:]*://; s/\\\\$$//; s/\\\\ /\t/g" "$$work/included" | tr " \t" "\n " | \
	grep -v cgo-gcc-input- | sed "s|^[^/]|$$PWD/&|");{{end}}

# What is below this folder by a name without it, for the folder may have a blank in its own.
glim_go_names = awk '{ here = ENVIRON["PWD"] "/"; sub(/^[ \t]+/, "") } \
	index($$0, here) == 1 { $$0 = substr($$0, length(here) + 1) } NF && !seen[$$0]++'
define glim_go_included
$$$$(GO='$$(GO)' work=$$$$(mktemp -d) && eval "set -- $$$${CGO_CPPFLAGS-} $$$$CGO_CFLAGS; \
		$$$$($$(GO) list -deps -f '$$(glim_go_cgo)' $(1))" 2>/dev/null | $$(glim_go_names); \
		rm -rf "$$$$work")
endef

# The checksum is linked in as an object of its own: as a flag it would have all of cgo compiled anew.
# Only where headers are included it has to be: Go's cache does not know of them.
define glim_go_build
@$$(GO) list -m glim >/dev/null 2>&1 || \
		export GO111MODULE=off GOFLAGS= GOPATH="$$(glim_go)"; \
	include=$$$$(cd "$$(GLIM_INCLUDE)" && pwd) && out=$$$$(cd "$$(GLIM_OUT)" && pwd) && \
	export GOTOOLCHAIN=local CGO_ENABLED=1 && \
	export CGO_CFLAGS="\"-I$$$$include\" $$$${CGO_CFLAGS:--O2 -g}" && \
	files=$$$$($$(GO) list -deps -f '$$(glim_go_list)' $(1)) && \
	included=$(call glim_go_included,$(1)) && \
	files=$$$$(printf '%s\n' "$$$$files" "$$$$included" | $$(glim_go_names)) && \
	{ printf '%s:' "$$@" | sed 's/ /\\ /g'; printf ' %s' $$$$files; printf '\n'; \
		printf '%s:\n' $$$$files; } >"$$(GLIM_OUT)/.$(basename $(1)).d" && \
	sum=$$$$(printf '%s\n' $$$$files | $$(glim_sum)) && \
	printf 'const char glim_source_checksum[] = "%s";\n' "$$$$sum" | \
		$$(CC) -fPIC -x c -c -o "$$(GLIM_OUT)/.$(basename $(1)).o" - && \
	included=$$$${included:+ -DGLIM_INCLUDED=$$$$(printf '%s\n' $$$$included | $$(glim_sum))} && \
	CGO_CFLAGS="$$$$CGO_CFLAGS$$$$included" && \
	$(if $(V),set -x &&) $$(GO) build -buildmode=c-shared -buildvcs=false $$(GLIM_GOFLAGS) \
		-ldflags "-s -w -X 'glim.folder=$$$${PWD##*/}' -extldflags '$$(glim_link) \
		\"-Wl,--version-script=$$(glim_go)/exports.map\" \
		\"$$$$out/.$(basename $(1)).o\"'" \
		-o "$$(GLIM_OUT)/.$(basename $(1)).so" $(1) && \
	rm -f "$$(GLIM_OUT)/.$(basename $(1)).o" "$$(GLIM_OUT)/.$(basename $(1)).h"
endef

$(foreach source,$(filter %.go,$(GLIM_SOURCES)),\
	$(eval $(call glim_plugin,$(source),$$(GO),golang-go,$(call glim_go_build,$(source)))))

migrations-clean:
	cd "$(GLIM_OUT)" && rm -rf .rust-* $(foreach source,$(filter-out %.sql,$(GLIM_SOURCES)),\
		$(basename $(source)).so .$(basename $(source)).d) \
		$(foreach source,$(filter %.sql,$(GLIM_SOURCES)),$(source).so)
