package main

// #include <glim/go.h>
// GLIM_DESCRIPTION("ends its goroutine, as a test's FailNow() does");
import "C"

import (
	"runtime"

	"glim"
)

//export run
func run(ctx uintptr) int32 {
	return glim.Call(ctx, func(m *glim.Context) error {
		m.Exec("INSERT INTO marks VALUES (?, ?)", 1, "quit")
		runtime.Goexit()
		return nil
	})
}

func main() {}
