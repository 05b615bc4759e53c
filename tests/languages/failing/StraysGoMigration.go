package main

// #include <glim/go.h>
// GLIM_DESCRIPTION("uses the context in another goroutine");
import "C"

import "glim"

//export run
func run(ctx uintptr) int32 {
	return glim.Call(ctx, func(m *glim.Context) error {
		done := make(chan error)
		m.Exec("INSERT INTO marks VALUES (?, ?)", 1, "strayed")
		go func() { done <- m.Exec("INSERT INTO marks VALUES (?, ?)", 2, "strayed") }()
		return <-done
	})
}

func main() {}
