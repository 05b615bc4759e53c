package main

// #include <glim/go.h>
// GLIM_DESCRIPTION("returns an error that has no text");
import "C"

import (
	"errors"

	"glim"
)

//export run
func run(ctx uintptr) int32 {
	return glim.Call(ctx, func(m *glim.Context) error {
		m.Exec("INSERT INTO marks VALUES (?, ?)", 1, "erred")
		return errors.New("")
	})
}

func main() {}
