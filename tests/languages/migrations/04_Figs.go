package main

// #include <glim/go.h>
// GLIM_DESCRIPTION("figs, in Go");
// GLIM_DEPENDS("Crates, Labels");
// GLIM_OPTIONS(.timeout = 600);
import "C"

import (
	"errors"
	"fmt"
	"strings"

	"glim"
)

// Two crates of one id: the savepoint takes the first of them back, too.
func refused(m *glim.Context) error {
	m.Exec("INSERT INTO crates VALUES (?, ?, ?)", 3, "plums", 1)
	return m.Exec("INSERT INTO crates VALUES (?, ?, ?)", uint8(3), "figs", true)
}

func look(m *glim.Context) (string, error) {
	var seen []string
	rows, err := m.Query("SELECT id, label, weight FROM crates WHERE id < ? ORDER BY id", 9)
	if err != nil {
		return "", err
	}
	for rows.Next() {
		var id int
		var label string
		var weight *float64
		if err := rows.Scan(&id, &label, &weight); err != nil {
			return "", err
		}
		seen = append(seen, fmt.Sprintf("%d %s %t", id, label, weight != nil))
	}
	return strings.Join(seen, ", "), nil
}

//export run
func run(ctx uintptr) int32 {
	return glim.Call(ctx, func(m *glim.Context) error {
		m.Exec("INSERT INTO crates VALUES (?, ?, ?)", 4, []string{"figs"}[0], (*float64)(nil))
		if m.Changes() != 1 {
			return errors.New("one row was not one change")
		}
		why := m.Savepoint(func() error { return refused(m) })
		m.Log(glim.Info, "refused: %t", why != nil)
		code, err := m.Try("INSERT INTO crates VALUES (?, ?, ?)", 4, "again", 0.5)
		if err != nil {
			return err
		}
		seen, err := look(m)
		if err != nil {
			return err
		}
		var count int
		_, err = m.QueryRow([]any{&count}, "SELECT count(*) FROM labels")
		m.Progress(1, 1)
		if err != nil || code == 0 || count != 2 ||
			seen != "1 apples true, 2 p\u00e9ars false, 4 figs false" {
			return fmt.Errorf("code %d, %d labels, %v: %s", code, count, err, seen)
		}
		return nil
	})
}

//export rollback
func rollback(ctx uintptr) int32 {
	return glim.Call(ctx, func(m *glim.Context) error {
		return m.Exec("DELETE FROM crates WHERE id = ?", 4)
	})
}

func main() {}
