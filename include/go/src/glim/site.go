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

// panicPlace is where the panic under way was raised: the first frame above the runtime's own.
func panicPlace() string {
	counters := make([]uintptr, 64)
	frames := runtime.CallersFrames(counters[:runtime.Callers(2, counters)])
	for raised := false; ; {
		frame, more := frames.Next()
		inRuntime := strings.HasPrefix(frame.Function, "runtime.")
		if raised && !inRuntime {
			return fmt.Sprintf(" at %s:%d", shortened(frame.File), frame.Line)
		}
		raised = raised || frame.Function == "runtime.gopanic"
		if !more {
			return ""
		}
	}
}
