package main

// #include <glim/go.h>
// GLIM_DESCRIPTION("panics in another goroutine");
import "C"

import (
	"time"

	"glim"
)

//export run
func run(ctx uintptr) int32 {
	return glim.Call(ctx, func(m *glim.Context) error {
		m.Exec("INSERT INTO marks VALUES (?, ?)", 1, "died")
		if err := m.Flush(); err != nil {
			return err
		}
		go func() { panic("nobody is here to catch it") }()
		time.Sleep(time.Minute)
		return nil
	})
}

func main() {}
