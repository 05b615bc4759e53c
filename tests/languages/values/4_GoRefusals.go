package main

// #include <glim/go.h>
// GLIM_DESCRIPTION("what never reaches the runner fails all the same, in Go");
import "C"

import (
	"fmt"
	"strings"

	"glim"
)

const nul = "a -- \x00"

var (
	large  = uint64(1) << 63
	shape  = struct{}{}
	broken = []any{shape}
)

// row gives one to a bulk; the savepoint that fails takes the bulk back.
func row(m *glim.Context) {
	if bulk, err := m.Bulk(glim.Insert, "go_refusals", "id", ""); err == nil {
		bulk.Row(shape)
	}
}

// Nobody looks at an error of these.
var calls = []struct {
	name string
	call func(*glim.Context)
}{
	{"Exec, a number", func(m *glim.Context) { m.Exec("INSERT INTO go_refusals VALUES (?)", large) }},
	{"Exec, a shape", func(m *glim.Context) { m.Exec("INSERT INTO go_refusals VALUES (?)", shape) }},
	{"Exec, its SQL", func(m *glim.Context) { m.Exec(nul) }},
	{"Query", func(m *glim.Context) { m.Query("SELECT ?", shape) }},
	{"QueryRow", func(m *glim.Context) { m.QueryRow(nil, nul) }},
	{"Try", func(m *glim.Context) { m.Try("INSERT INTO go_refusals VALUES (?)", shape) }},
	{"Script", func(m *glim.Context) { m.Script(nul) }},
	{"Scan", func(m *glim.Context) { m.Scan(glim.Scan{Table: nul}) }},
	{"Scan, a value", func(m *glim.Context) { m.Scan(glim.Scan{Table: "go_refusals", Values: broken}) }},
	{"Bulk", func(m *glim.Context) { m.Bulk(glim.Insert, nul, "id", "") }},
	{"Row", row},
	{"Backfill", func(m *glim.Context) { m.Backfill(glim.Backfill{Where: nul}, nil) }},
	{"a value of one", func(m *glim.Context) { m.Backfill(glim.Backfill{Values: broken}, nil) }},
}

//export run
func run(ctx uintptr) int32 {
	return glim.Call(ctx, func(m *glim.Context) error {
		m.Exec("CREATE TABLE go_refusals (id INTEGER)")
		for _, refused := range calls {
			err := m.Savepoint(func() error {
				refused.call(m)
				return nil
			})
			if err == nil || !strings.HasPrefix(err.Error(), "values/4_GoRefusals.go:") {
				return fmt.Errorf("%s: %v", refused.name, err)
			}
		}
		return nil
	})
}

//export rollback
func rollback(ctx uintptr) int32 {
	return glim.Call(ctx, func(m *glim.Context) error { return m.Exec("DROP TABLE go_refusals") })
}

func main() {}
