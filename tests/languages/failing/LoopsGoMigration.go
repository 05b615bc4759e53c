package main

// #include <glim/go.h>
// GLIM_DESCRIPTION("never ends");
// GLIM_OPTIONS(.timeout = 1);
import "C"

import "glim"

//export run
func run(ctx uintptr) int32 {
	return glim.Call(ctx, func(m *glim.Context) error {
		m.Exec("INSERT INTO marks VALUES (?, ?)", 1, "looped")
		if err := m.Flush(); err != nil {
			return err
		}
		for {
		}
	})
}

func main() {}
