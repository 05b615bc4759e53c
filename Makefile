# `make help` lists the targets. Everything that is built goes below $(B), whose folders have the
# shape of an installation, so that the program finds its parts in both in the same way.
VERSION := $(shell sed -n 's/.*GLIM_VERSION "\(.*\)"/\1/p' runner/base/version.h)

prefix      ?= /usr/local
exec_prefix ?= $(prefix)
bindir      ?= $(exec_prefix)/bin
includedir  ?= $(prefix)/include
datarootdir ?= $(prefix)/share
mandir      ?= $(datarootdir)/man
# The program looks for its parts in ../lib/glim, as seen from its own folder.
partdir     := $(exec_prefix)/lib/glim

INSTALL    ?= install
PKG_CONFIG ?= pkg-config
CFLAGS     ?= -O2 -g -fstack-protector-strong
WERROR     ?= -Werror
B          ?= build
JOBS       ?= $(shell nproc)
FUZZ_SECONDS ?= 180

warnings := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
	-Wvla -Wformat=2 $(WERROR)
glim_cppflags := -Irunner -Iinclude -D_GNU_SOURCE
glim_cflags   := -std=gnu11 -fPIC -fvisibility=hidden $(warnings) -MMD -MP \
	'-ffile-prefix-map=$(CURDIR)=.'
glim_ldflags  := -Wl,--as-needed -Wl,-z,relro -Wl,-z,now
program_ldflags := -pie $(glim_ldflags)
module_ldflags  := -shared -Wl,-z,defs -Wl,-Bsymbolic $(glim_ldflags)

Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-7s %s\n' $(1) '$@')
pkg_cflags = $(if $(1),$(shell $(PKG_CONFIG) --cflags $(1)))
pkg_libs   = $(if $(1),$(shell $(PKG_CONFIG) --libs $(1)))

# What each part links; a folder below runner/driver/ is a module, and not built unless listed here.
runner_pkgs   := jansson libelf
driver_pkgs   := sqlite:sqlite3 mysql:libmariadb postgresql:libpq
DRIVERS       ?= $(foreach pair,$(driver_pkgs),$(firstword $(subst :, ,$(pair))))
driver_pkg     = $(word 2,$(subst :, ,$(filter $(1):%,$(driver_pkgs))))

need_build := bin:$(firstword $(CC)):gcc hdr:stdio.h:libc6-dev bin:$(PKG_CONFIG):pkgconf \
	pc:jansson:libjansson-dev pc:libelf:libelf-dev lib:libcrypto.so.3:libssl3 \
	$(if $(filter sqlite,$(DRIVERS)),pc:sqlite3:libsqlite3-dev) \
	$(if $(filter mysql,$(DRIVERS)),pc:libmariadb:libmariadb-dev) \
	$(if $(filter postgresql,$(DRIVERS)),pc:libpq:libpq-dev)
need_check := pc:libcrypto:libssl-dev pc:check:check bin:g++:g++ bin:jq:jq bin:sqlite3:sqlite3 \
	bin:rustc:rustc bin:cargo:cargo bin:go:golang-go bin:cmake:cmake bin:meson:meson
need_server := bin:mariadbd:mariadb-server-core bin:mariadb:mariadb-client-core bin:openssl:openssl \
	bin:postgres:postgresql-15 bin:pgbouncer:pgbouncer
need_check += bin:mandoc:mandoc bin:zsh:zsh bin:fish:fish pc:bash-completion:bash-completion \
	bin:script:bsdutils bin:systemd-analyze:systemd python:yaml:python3-yaml
need_lint := bin:clang:clang bin:clang-format:clang-format bin:clang-tidy:clang-tidy \
	bin:cppcheck:cppcheck bin:shellcheck:shellcheck bin:gofmt:golang-go
need_coverage := bin:gcovr:gcovr
need_deb := bin:dpkg-buildpackage:dpkg-dev bin:dh:debhelper
need_deb_check := bin:lintian:lintian bin:debootstrap:debootstrap bin:buildah:buildah
need_page := bin:chromium:chromium
need_fuzz := bin:clang:clang rt:fuzzer:libclang-rt-14-dev
need_bench := pc:libmariadb:libmariadb-dev pc:libcrypto:libssl-dev pc:sqlite3:libsqlite3-dev \
	pc:libpq:libpq-dev bin:sqlite3:sqlite3
need := CC='$(CC)' tools/need.sh

objects = $(patsubst %.c,$(B)/obj/%.o,$(wildcard $(1)))

# All that is neither a main() nor a module. Guest and modules are linked with the same archive: the
# linker takes from it what they use.
library_objects := $(filter-out $(call objects,runner/main.c runner/guest/*.c runner/checker/*.c),\
	$(call objects,runner/*.c runner/*/*.c))
library := $(B)/obj/libglim.a
program := $(B)/bin/glim
guest   := $(B)/lib/glim/glim-guest
checker := $(B)/lib/glim/glim-sql
modules := $(patsubst %,$(B)/lib/glim/drivers/%.so,$(DRIVERS))
links   := $(B)/include $(addprefix $(B)/share/glim/,glim.mk rust go)
manual  := $(B)/share/man/made
shells  := bash-completion/completions/glim zsh/vendor-completions/_glim fish/vendor_completions.d/glim.fish

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: all tests need demo check check-sqlite page deb deb-check sanitize inject-all coverage chaos peers bench fuzz \
	lint format install uninstall clean help always
always:

said := $(manual) $(B)/share/completions-made
all: $(program) $(guest) $(checker) $(modules) $(links) $(said) ## build all: program, parts, manual, completions

$(B)/obj/needed: tools/need.sh
	@mkdir -p $(@D)
	@GLIM_APT=no $(need) $(need_build)
	@touch $@

# Changes when the compiler or the flags do, and with it everything that was compiled.
compiled_by := $(CC) $(CPPFLAGS) $(CFLAGS) $(WERROR) $(LDFLAGS)
$(B)/obj/compiled-by: always
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(compiled_by))' | cmp -s - $@ || \
		printf '%s\n' '$(subst ','\'',$(compiled_by))' >$@

$(B)/obj/%.o: %.c $(B)/obj/compiled-by | $(B)/obj/needed
	$(call say,CC)
	@mkdir -p $(@D)
	$(Q)$(CC) $(glim_cppflags) $(CPPFLAGS) $(glim_cflags) $(CFLAGS) $(call pkg_cflags,$(pkgs)) \
		$(own_cppflags) -c -o $@ $<

$(B)/obj/runner/%.o: pkgs := $(runner_pkgs)

# Lists its objects in the archive anew, so that a file that is gone does not stay in it.
$(library): $(library_objects) $(B)/obj/library.list
	$(call say,AR)
	$(Q)rm -f $@ && $(AR) qcsD $@ $(library_objects)

$(B)/obj/library.list: always
	@mkdir -p $(@D)
	@echo '$(library_objects)' | cmp -s - $@ || echo '$(library_objects)' >$@

$(program): $(call objects,runner/main.c) $(library)
	$(call say,LINK)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(program_ldflags) $(LDFLAGS) $(call pkg_libs,$(runner_pkgs)) \
		-pthread -ldl

$(guest): $(call objects,runner/guest/*.c) $(library)
	$(call say,LINK)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(program_ldflags) $(LDFLAGS) -ldl

$(checker): $(call objects,runner/checker/*.c) $(library)
	$(call say,LINK)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(program_ldflags) $(LDFLAGS)

define driver_rule
$(B)/obj/runner/driver/$(1)/%.o: pkgs := $(call driver_pkg,$(1))
$(B)/lib/glim/drivers/$(1).so: $(call objects,runner/driver/$(1)/*.c) $(library) tools/driver.map
	$$(call say,MODULE)
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(CFLAGS) -o $$@ $$(filter-out %.map,$$^) $$(module_ldflags) \
		-Wl,--version-script=tools/driver.map $$(LDFLAGS) \
		$$(call pkg_libs,$(call driver_pkg,$(1)))
endef
$(foreach driver,$(DRIVERS),$(eval $(call driver_rule,$(driver))))

$(B)/include:
	@mkdir -p $(@D)
	@ln -sfnr include $@

$(B)/share/glim/glim.mk:
	@mkdir -p $(@D)
	@ln -sfnr plugins/glim.mk $@

$(B)/share/glim/%: | $(B)/share/glim/glim.mk
	@ln -sfnr include/$* $@

# ---- what is said of the program elsewhere, from its own tables and headers ----

$(B)/obj/tools/manual: $(call objects,tools/manual.c) $(library)
	$(call say,LINK)
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(program_ldflags) $(LDFLAGS) $(call pkg_libs,$(runner_pkgs)) \
		-pthread -ldl

$(manual): $(B)/obj/tools/manual tools/header_page.awk $(wildcard include/glim/*.h)
	$(call say,MANUAL)
	$(Q)rm -rf $(@D) && mkdir -p $(@D)/man3
	$(Q)$(B)/obj/tools/manual $(@D)
	$(Q)cd include && awk -v version=$(VERSION) -f ../tools/header_page.awk $(header_order) \
		>'$(abspath $(@D))/man3/glim-plugin.3'
	$(Q)touch $@
header_order := $(patsubst %,glim/%.h,migration model cplusplus)

$(B)/share/completions-made: $(program)
	$(call say,SHELLS)
	$(Q)mkdir -p $(addprefix $(@D)/,$(dir $(shells)))
	$(Q)$(program) completion bash >$(@D)/$(word 1,$(shells))
	$(Q)$(program) completion zsh >$(@D)/$(word 2,$(shells))
	$(Q)$(program) completion fish >$(@D)/$(word 3,$(shells))
	$(Q)touch $@

# ---- tests: each folder of test_*.c becomes one program, its suites collected by name ----

suites := $(patsubst tests/%/,%,$(sort $(dir $(wildcard tests/*/test_*.c))))
test_programs := $(patsubst %,$(B)/tests/%,$(suites))

define suite_rule
$(B)/obj/tests/$(1)/suites.h: always
	@mkdir -p $$(@D)
	@printf 'SUITE(%s)\n' $(patsubst test_%.c,%,$(notdir $(wildcard tests/$(1)/test_*.c))) >$$@.new
	@cmp -s $$@.new $$@ && rm $$@.new || mv $$@.new $$@
$(B)/obj/tests/$(1)/main.o: tests/main.c $(B)/obj/tests/$(1)/suites.h $(B)/obj/compiled-by
	$$(call say,CC)
	$$(Q)$$(CC) $$(glim_cppflags) $$(CPPFLAGS) $$(glim_cflags) $$(CFLAGS) \
		$$(call pkg_cflags,$$(pkgs)) -DSUITES='"$(B)/obj/tests/$(1)/suites.h"' -I. -c -o $$@ $$<
$(B)/tests/$(1): $(B)/obj/tests/$(1)/main.o $(call objects,tests/$(1)/*.c) $(library)
	$$(call say,LINK)
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(CFLAGS) -o $$@ $$^ $$(program_ldflags) $$(LDFLAGS) \
		$$(call pkg_libs,check $$(runner_pkgs)) -pthread -ldl
endef
$(B)/obj/tests/%.o: pkgs := check $(runner_pkgs)
# A table of cases leaves out what a case does not need.
$(B)/obj/tests/%.o: own_cppflags := -Itests -Wno-missing-field-initializers
$(foreach suite,$(suites),$(eval $(call suite_rule,$(suite))))

# Breaks runs of a build in which every runner knows the places where it may be ended.
$(B)/obj/tests/chaos/%.o: pkgs := libmariadb libpq sqlite3
$(B)/tests/chaos: $(call objects,tests/chaos/*.c) $(library)
	$(call say,LINK)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(program_ldflags) $(LDFLAGS) \
		$(call pkg_libs,libmariadb libpq sqlite3) -pthread -ldl

# A server in the clothes of MySQL 8, which Debian does not have.
$(B)/tests/mysql8: $(call objects,tests/mysql8/*.c)
	$(call say,LINK)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(program_ldflags) $(LDFLAGS)

# Makes one call after the other fail; a shim before the C library and one before each driver.
inject_shims := $(patsubst %,tests/inject/%.c,failing serve driver)
inject := $(B)/tests/inject $(B)/inject/failing.so $(B)/inject/driver.so
# It is called before a sanitizer is ready.
$(call objects,$(patsubst %,tests/inject/%.c,failing serve)): own_cppflags := -fno-builtin -fno-sanitize=all
$(B)/tests/inject: $(filter-out $(call objects,$(inject_shims)),$(call objects,tests/inject/*.c)) \
		$(call objects,tests/chaos/side.c tests/chaos/server.c tests/chaos/runner.c) $(library)
	$(call say,LINK)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(program_ldflags) $(LDFLAGS) \
		$(call pkg_libs,jansson libmariadb libpq sqlite3) -pthread -ldl
$(B)/inject/failing.so: $(B)/obj/tests/inject/serve.o
$(filter %.so,$(inject)): $(B)/inject/%.so: $(B)/obj/tests/inject/%.o $(library)
	$(call say,MODULE)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -shared -o $@ $^ $(LDFLAGS) -ldl

# What `make bench` measures with, and the floor that it measures against.
bench_tools := $(addprefix $(B)/bench/,measure stamp delay floor-mysql floor-sqlite floor-postgresql)
$(B)/obj/bench/floor/mysql/%.o: pkgs := libmariadb
$(B)/obj/bench/floor/sqlite/%.o: pkgs := sqlite3
$(B)/obj/bench/floor/postgresql/%.o: pkgs := libpq
$(filter-out $(B)/bench/floor-%,$(bench_tools)): $(B)/bench/%: $(B)/obj/bench/%.o
	$(call say,LINK)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(program_ldflags) $(LDFLAGS)
define floor_rule
$(B)/bench/floor-$(1): $(call objects,bench/floor/*.c bench/floor/$(1)/*.c)
	$$(call say,LINK)
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(CFLAGS) -o $$@ $$^ $$(program_ldflags) $$(LDFLAGS) \
		$$(call pkg_libs,libcrypto $$(call driver_pkg,$(1))) -ldl
endef
$(foreach database,mysql sqlite postgresql,$(eval $(call floor_rule,$(database))))

tests: all $(test_programs) $(inject) $(B)/tests/mysql8 $(bench_tools) ## build the test programs
	@:

need: ## install what any of these targets needs and is missing
	@$(need) $(need_build) $(need_check) $(need_server) $(need_lint) $(need_coverage) $(need_fuzz)

demo: ## install what is missing, build all, show a migration run and rolled back
	@$(need) $(need_build)
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@tools/demo.sh '$(B)'

check: ## every test, on SQLite and on private servers of MariaDB and PostgreSQL
	@$(need) $(need_build) $(need_check) $(need_server)
	@$(MAKE) --no-print-directory -j$(JOBS) tests
	@tools/check.sh '$(B)' unit execute abi db cli hostile symbols languages mysql8 install examples faults readme docs manual completion deploy schema demo bench chaos inject

check-sqlite: ## every test that needs no database server
	@$(need) $(need_build) $(need_check)
	@$(MAKE) --no-print-directory -j$(JOBS) tests
	@GLIM_TEST_SERVER=no tools/check.sh '$(B)' unit execute abi db cli hostile symbols languages mysql8 install examples faults readme docs manual completion deploy schema demo bench chaos inject

sanitize: ## the C tests and the command-line cases under ASan and UBSan
	@$(need) $(need_build) $(need_check) $(need_server)
	@$(MAKE) --no-print-directory -j$(JOBS) $(sanitized) tests
	@GLIM_SANITIZED=yes tools/check.sh '$(B)/sanitize' unit execute abi db cli inject

sanitized = B='$(B)/sanitize' CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=all'

inject-all: ## every call of ten commands fails once, in every way, under ASan and UBSan
	@$(need) $(need_build) $(need_check)
	@$(MAKE) --no-print-directory -j$(JOBS) $(guest)
	@$(MAKE) --no-print-directory -j$(JOBS) $(sanitized) all '$(B)/sanitize/tests/inject' \
		$(patsubst %,'$(B)/sanitize/inject/%.so',failing driver)
	@GLIM_SANITIZED=yes GLIM_INJECT_ALL=yes GLIM_INJECT_GUEST='$(abspath $(guest))' \
		GLIM_BUILD='$(B)/sanitize' tests/inject.sh

coverage: ## which lines the tests reach
	@$(need) $(need_build) $(need_check) $(need_server) $(need_coverage)
	@mkdir -p '$(B)/coverage'
	@$(CC) -c -o '$(B)/coverage/exit.o' tools/coverage_exit.c
	@$(MAKE) --no-print-directory -j$(JOBS) B='$(B)/coverage' CFLAGS='-O0 -g --coverage' \
		LDFLAGS='-Wl,--wrap=_exit $(B)/coverage/exit.o' tests
	@tools/coverage.sh '$(B)/coverage'

chaos: ## break runs in every way known, then let the next run settle it; and every mutant
	@$(need) $(need_build) $(need_server)
	@GLIM_BUILD='$(B)' tests/chaos.sh --whole --minutes 10

peers: all ## beside the tools themselves: folders of dbmate and goose, histories that are imported
	@$(need) $(need_build) $(need_server) bin:npm:npm bin:go:golang-go bin:sqlite3:sqlite3 bin:jq:jq
	@GLIM_BUILD='$(B)' tests/peers.sh
	@GLIM_BUILD='$(B)' tests/import.sh

bench: ## measure beside a floor in C and beside other tools: bench/README.md (WORK, PEERS, QUICK=yes)
	@$(need) $(need_build) $(need_server) $(need_bench)
	@$(MAKE) --no-print-directory -j$(JOBS) all $(bench_tools)
	@bench/bench.sh '$(B)'

page: ## the report in a browser; its pictures are in $(B)/page
	@$(need) $(need_build) $(need_check) $(need_page)
	@$(MAKE) --no-print-directory -j$(JOBS) tests
	@tools/check.sh '$(B)' page

deb: ## the Debian packages, into $(B)/deb
	@$(need) $(need_build) $(need_deb)
	@tools/deb.sh '$(B)/deb'

deb-check: ## the packages: reproducible, lintian clean, installed, used and purged in a bare Debian
	@$(need) $(need_build) $(need_check) $(need_deb) $(need_deb_check)
	@mkdir -p '$(B)'
	@tools/check.sh '$(B)' deb

fuzz: ## feed random bytes to what reads foreign bytes, FUZZ_SECONDS (180) each
	@$(need) $(need_build) $(need_fuzz)
	@tools/fuzz.sh '$(B)/fuzz' $(FUZZ_SECONDS)

lint: ## formatting, clang-tidy, cppcheck, shellcheck, and a build by each compiler
	@$(need) $(need_build) $(need_check) $(need_lint)
	@tools/lint.sh '$(B)'

format: ## format every C file
	@$(need) bin:clang-format:clang-format
	@git ls-files -co --exclude-standard '*.c' '*.h' '*.cc' '*.cpp' | xargs -d '\n' clang-format -i

install: all ## put program, modules, headers, manual, completions and what languages need below $(DESTDIR)$(prefix)
	$(INSTALL) -D -m755 $(program) '$(DESTDIR)$(bindir)/glim'
	$(INSTALL) -D -m755 $(guest) '$(DESTDIR)$(partdir)/glim-guest'
	$(INSTALL) -m755 $(checker) '$(DESTDIR)$(partdir)/glim-sql'
	$(INSTALL) -d '$(DESTDIR)$(partdir)/drivers' '$(DESTDIR)$(includedir)/glim' \
		'$(DESTDIR)$(datarootdir)/glim' '$(DESTDIR)$(datarootdir)/pkgconfig'
	$(INSTALL) -m644 $(modules) '$(DESTDIR)$(partdir)/drivers'
	$(INSTALL) -m644 include/glim/*.h '$(DESTDIR)$(includedir)/glim'
	$(INSTALL) -m644 plugins/glim.mk '$(DESTDIR)$(datarootdir)/glim/glim.mk'
	cd include && find rust go -type f ! -path '*/target/*' -exec \
		$(INSTALL) -D -m644 {} '$(DESTDIR)$(datarootdir)/glim/{}' ';'
	for page in $(B)/share/man/man?/*; do \
		$(INSTALL) -D -m644 $$page '$(DESTDIR)$(mandir)'/$${page#$(B)/share/man/} || exit; done
	for script in $(shells); do \
		$(INSTALL) -D -m644 $(B)/share/$$script '$(DESTDIR)$(datarootdir)'/$$script || exit; done
	sed -e 's|@prefix@|$(prefix)|;s|@includedir@|$(includedir)|;s|@version@|$(VERSION)|' \
		-e 's|@datarootdir@|$(datarootdir)|' tools/glim.pc.in \
		>'$(DESTDIR)$(datarootdir)/pkgconfig/glim.pc'

uninstall: ## take away what install has put there
	rm -f '$(DESTDIR)$(bindir)/glim' '$(DESTDIR)$(datarootdir)/pkgconfig/glim.pc'
	rm -f '$(DESTDIR)$(mandir)/man1/glim.1' '$(DESTDIR)$(mandir)'/man[1-7]/glim-*.[1-7] \
		$(patsubst %,'$(DESTDIR)$(datarootdir)/%',$(shells))
	rm -rf '$(DESTDIR)$(partdir)' '$(DESTDIR)$(includedir)/glim' '$(DESTDIR)$(datarootdir)/glim'

clean: ## remove everything that was built
	rm -rf '$(B)'

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1|\2/p' Makefile | while IFS='|' read -r name text; do \
		printf '  %-14s %s\n' $$name "$$text"; done

-include $(shell find '$(B)/obj' -name '*.d' 2>/dev/null)
