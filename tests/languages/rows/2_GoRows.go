package main

// #include <glim/go.h>
// GLIM_DESCRIPTION("scan, bulk and backfill, in Go");
import "C"

import (
	"fmt"
	"strings"

	"glim"
)

func hostsOf(m *glim.Context) error {
	people, err := m.Scan(glim.Scan{Table: "people", Key: "id", Columns: "id, mail",
		Where: "id <= ?", Values: []any{1000}, PageRows: 300})
	if err != nil {
		return err
	}
	hosts, err := m.Bulk(glim.Insert, "hosts", "person, host", "")
	if err != nil {
		return err
	}
	for people.Next() {
		var id int
		var mail string
		if err := people.Scan(&id, &mail); err != nil {
			return err
		}
		hosts.Row(id, mail[strings.IndexByte(mail, '@')+1:])
	}
	return hosts.Close()
}

//export run
func run(ctx uintptr) int32 {
	return glim.Call(ctx, func(m *glim.Context) error {
		if err := hostsOf(m); err != nil {
			return err
		}
		met, count := 0, 0
		err := m.Backfill(glim.Backfill{Table: "people", Key: "id", Columns: "mail",
			Writes: "mail", Where: "id > ?", Values: []any{10}}, func(row *glim.Rows) error {
			var mail string
			met++
			if err := row.Scan(&mail); err != nil {
				return err
			}
			return row.Put(strings.ToUpper(mail))
		})
		if err != nil {
			return err
		}
		_, err = m.QueryRow([]any{&count}, "SELECT count(*) FROM hosts")
		if err != nil || met != 2990 || count != 3000 {
			return fmt.Errorf("%d met, %d hosts: %v", met, count, err)
		}
		return nil
	})
}

//export rollback
func rollback(ctx uintptr) int32 {
	return glim.Call(ctx, func(m *glim.Context) error {
		return m.Exec("DELETE FROM hosts WHERE person <= 1000")
	})
}

func main() {}
