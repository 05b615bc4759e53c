package main

// #include <glim/go.h>
// GLIM_DESCRIPTION("follows a nil pointer");
import "C"

import "glim"

type crate struct{ weight *int }

//export run
func run(ctx uintptr) int32 {
	return glim.Call(ctx, func(m *glim.Context) error {
		var none *crate
		m.Exec("INSERT INTO marks VALUES (?, ?)", 1, "nil")
		return m.Exec("INSERT INTO marks VALUES (?, ?)", *none.weight, "nil")
	})
}

func main() {}
