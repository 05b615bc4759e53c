package main

// #cgo CFLAGS: -Imore
// #include <glim/go.h>
// #include "near.h"
// #include <far.h>
// GLIM_DESCRIPTION("tells what its headers define");
import "C"

import "glim"

//export run
func run(ctx uintptr) int32 {
	return glim.Call(ctx, func(m *glim.Context) error {
		m.Log(glim.Warning, "near %d, far %d", C.NUMBER_OF_near, C.NUMBER_OF_far)
		return nil
	})
}

//export rollback
func rollback(ctx uintptr) int32 {
	return glim.Call(ctx, func(m *glim.Context) error { return nil })
}

func main() {}
