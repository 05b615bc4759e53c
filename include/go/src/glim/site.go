package glim

// #include "bridge.h"
import "C"

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
)

// The runner keeps the pointer: a file's name is made once and never freed. One thread uses it.
var files = map[string]*C.char{}

// at notes where the migration's call stands, two frames above.
func (c *Context) at() {
	_, file, line, ok := runtime.Caller(2)
	if !ok {
		return
	}
	name, ok := files[file]
	if !ok {
		name = C.CString(shortened(file))
		files[file] = name
	}
	C.glim_at(c.raw, name, C.uint32_t(line))
}

// folder is that of the sources; glim.mk has the linker set it, for a path that was trimmed lacks it.
var folder string

// shortened is folder/file.go, wherever the folder was.
func shortened(file string) string {
	above := filepath.Base(filepath.Dir(file))
	if above == "." || above == "command-line-arguments" {
		above = folder
	}
	return filepath.Join(above, filepath.Base(file))
}

// callPlace is where the migration's call stands, as the runner writes it: the first frame above
// this package's own.
func callPlace() string {
	counters := make([]uintptr, 64)
	frames := runtime.CallersFrames(counters[:runtime.Callers(1, counters)])
	frame, more := frames.Next()
	own := strings.TrimSuffix(frame.Function, "callPlace")
	for strings.HasPrefix(frame.Function, own) && more {
		frame, more = frames.Next()
	}
	return fmt.Sprintf("%s:%d: ", shortened(frame.File), frame.Line)
}

// placeAbove is where that function of the runtime was called from: the first frame above it that is
// not the runtime's own. false: nothing called it.
func placeAbove(raising string) (place string, found bool) {
	counters := make([]uintptr, 64)
	frames := runtime.CallersFrames(counters[:runtime.Callers(2, counters)])
	for {
		frame, more := frames.Next()
		inRuntime := strings.HasPrefix(frame.Function, "runtime.")
		if found && !inRuntime {
			return fmt.Sprintf(" at %s:%d", shortened(frame.File), frame.Line), true
		}
		found = found || frame.Function == raising
		if !more {
			return "", found
		}
	}
}
