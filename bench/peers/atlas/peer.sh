# Atlas, the command of its community edition.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
peer_install() {
	echo "its command is a Go module of its own (ariga.io/atlas/cmd/atlas) that the module proxy" \
		"does not have; its npm package downloads a binary from elsewhere"
	return 1
}
