//go:debug panicnil=1
package main

// #include <glim/go.h>
// GLIM_DESCRIPTION("panics with nil, as Go before 1.21 let it");
import "C"

import "glim"

//export run
func run(ctx uintptr) int32 {
	return glim.Call(ctx, func(m *glim.Context) error {
		m.Exec("INSERT INTO marks VALUES (?, ?)", 1, "panicked")
		panic(nil)
	})
}

func main() {}
