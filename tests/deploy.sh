#!/bin/bash
# What lies in deploy/: the unit is sound, and the commands and exit codes are the program's.
set -u
. "$(dirname "$0")/report.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/glim-deploy.XXXXXX")
trap 'rm -rf "$work"' EXIT
PATH=$build/bin:$PATH
cd "$top/deploy" || exit 1

unit_is_sound() { # the program and its manual are not installed here
	sed -e "s|/usr/bin/glim|$build/bin/glim|" -e '/^Documentation=/d' 'glim-migrate@.service' \
		>"$work/glim-migrate@shop.service"
	[ -z "$(systemd-analyze verify "$work/glim-migrate@shop.service" 2>&1 | grep -F glim-migrate | tee /dev/stderr)" ]
}

options_are_known() {
	local option

	for option in $(grep -hoE -- '"?--[a-z][a-z-]+' 'glim-migrate@.service' kubernetes-job.yaml README.md |
		tr -d '"' | sort -u); do
		{ glim help run; glim help status; } | grep -qe "$option" || { echo "no $option"; return 1; }
	done
}

# Those that a machine shall not try again, as the help has it.
codes_are_those_of_the_help() {
	local last

	last=$(glim help exit-codes | awk '$1 ~ /^[1-7]$/ && $NF == "no" { print $1 }' | paste -sd' ')
	grep -qx "RestartPreventExitStatus=$last" 'glim-migrate@.service' &&
		grep -qF "values: [${last// /, }]" kubernetes-job.yaml
}

job_is_yaml() {
	python3 -c 'import sys, yaml; job = yaml.safe_load(open("kubernetes-job.yaml")); sys.exit(job["kind"] != "Job")'
}

# The file's own maintainer is nobody who could answer for a package.
packages_want_a_maintainer() {
	env -u DEBFULLNAME -u DEBEMAIL GIT_CONFIG_COUNT=2 GIT_CONFIG_KEY_0=user.name GIT_CONFIG_VALUE_0='' \
		GIT_CONFIG_KEY_1=user.email GIT_CONFIG_VALUE_1='' "$top/tools/deb.sh" "$work/none" >"$work/deb" 2>&1
	[ $? = 2 ] && [ ! -e "$work/none" ] && grep -q "DEBFULLNAME='Your Name' DEBEMAIL=.* make deb" "$work/deb"
}

check "the systemd unit" unit_is_sound
check "the options of the examples" options_are_known
check "the exit codes of the examples" codes_are_those_of_the_help
check "the Kubernetes job" job_is_yaml
check "packages of nobody are not built" packages_want_a_maintainer
report_end
