package main

// #include <glim/go.h>
// GLIM_DESCRIPTION("looks at no error of a value that is none");
import "C"

import "glim"

//export run
func run(ctx uintptr) int32 {
	return glim.Call(ctx, func(m *glim.Context) error {
		m.Exec("INSERT INTO marks VALUES (?, ?)", 1, "ignored")
		m.Exec("INSERT INTO marks VALUES (?, ?)", uint64(1)<<63, "lost")
		return nil
	})
}

func main() {}
