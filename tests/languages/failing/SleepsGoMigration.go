package main

// #include <glim/go.h>
// GLIM_DESCRIPTION("sleeps while its threads work");
import "C"

import (
	"os"
	"time"

	"glim"
)

//export run
func run(ctx uintptr) int32 {
	return glim.Call(ctx, func(m *glim.Context) error {
		go func() {
			for {
				time.Sleep(time.Millisecond)
			}
		}()
		m.Log(glim.Info, "sleeps in process %d", os.Getpid())
		time.Sleep(time.Minute)
		return nil
	})
}

func main() {}
