package main

// #include <glim/go.h>
// GLIM_DESCRIPTION("panics in the middle");
import "C"

import "glim"

func weigh(crates []int, which int) int {
	return crates[which]
}

//export run
func run(ctx uintptr) int32 {
	return glim.Call(ctx, func(m *glim.Context) error {
		m.Exec("INSERT INTO marks VALUES (?, ?)", 1, "panicked")
		m.Log(glim.Info, "%d", weigh(nil, 42))
		return nil
	})
}

func main() {}
