package main

// #include <glim/go.h>
// GLIM_DESCRIPTION("looks at no error of a backfill's row");
import "C"

import "glim"

//export run
func run(ctx uintptr) int32 {
	return glim.Call(ctx, func(m *glim.Context) error {
		return m.Backfill(glim.Backfill{Table: "crates", Key: "id", Writes: "label"}, func(row *glim.Rows) error {
			row.Put(struct{}{})
			return nil
		})
	})
}

func main() {}
