package main

// #include <glim/go.h>
// GLIM_DESCRIPTION("every kind of value to the database and back, in Go");
import "C"

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"

	"glim"
)

type label string

func one(m *glim.Context, column string, id int, to any) error {
	there, err := m.QueryRow([]any{to}, "SELECT "+column+" FROM go_values WHERE id = ?", id)
	if err == nil && !there {
		err = errors.New("a row is missing")
	}
	return err
}

// refused wants the failure of a read that nobody looks at.
func refused(m *glim.Context, column string, id int, to any) error {
	err := m.Savepoint(func() error {
		one(m, column, id, to)
		return nil
	})
	if err == nil || !strings.HasPrefix(err.Error(), "values/3_GoValues.go:") {
		return fmt.Errorf("what does not fit into a %T was read: %v", to, err)
	}
	return nil
}

func numbers(m *glim.Context) error {
	const insert = "INSERT INTO go_values (id, n) VALUES (?, ?), (?, ?)"
	var least, most int64
	var yes bool
	var large uint32
	var small uint8
	m.Exec(insert, 1, int64(math.MinInt64), 2, math.MaxInt64)
	m.Exec(insert, uint8(3), true, 4, uint64(math.MaxUint32))
	err := firstOf(one(m, "n", 1, &least), one(m, "n", 2, &most), one(m, "n", 3, &yes), one(m, "n", 4, &large))
	if err != nil || least != math.MinInt64 || most != math.MaxInt64 || !yes || large != math.MaxUint32 {
		return firstOf(err, errors.New("numbers"))
	}
	return refused(m, "n", 4, &small)
}

func texts(m *glim.Context) error {
	const insert = "INSERT INTO go_values (id, t) VALUES (?, ?), (?, ?)"
	var quotes, empty, null, named *string
	var text string
	o := label("o")
	m.Exec(insert, 11, "it's \u00e9\\\n\"?\"", 12, "")
	m.Exec(insert, 13, nil, 14, &o)
	err := firstOf(one(m, "t", 11, &quotes), one(m, "t", 12, &empty), one(m, "t", 13, &null), one(m, "t", 14, &named))
	if err != nil || *quotes != "it's \u00e9\\\n\"?\"" || *empty != "" || null != nil || *named != "o" {
		return firstOf(err, errors.New("texts"))
	}
	return refused(m, "t", 13, &text)
}

func bytesAndReals(m *glim.Context) error {
	const insert = "INSERT INTO go_values (id, b, r) VALUES (?, ?, ?)"
	var four, none, null []byte
	var tenth float64
	m.Exec(insert, 21, []byte{0, 1, 0, 255}, 0.1)
	m.Exec(insert, 22, []byte{}, nil)
	m.Exec(insert, 23, []byte(nil), float32(2.5))
	err := firstOf(one(m, "b", 21, &four), one(m, "b", 22, &none), one(m, "b", 23, &null), one(m, "r", 21, &tenth))
	if err != nil || !bytes.Equal(four, []byte{0, 1, 0, 255}) || none == nil || len(none) != 0 || null != nil || tenth != 0.1 {
		return firstOf(err, errors.New("bytes and reals"))
	}
	return nil
}

func read(m *glim.Context, number string, to any) error {
	_, err := m.QueryRow([]any{to}, "SELECT "+number)
	return err
}

var misfits = []struct {
	number string
	to     any
	why    string
}{
	{"r FROM go_values WHERE id = 21", new(int64), "0.1 does not fit into a int64"},
	{"1.5", new(*int), "1.5 does not fit into a int"},
	{"0.4", new(bool), "0.4 does not fit into a bool"},
	{"'1.00000000000000000001'", new(int), "1.00000000000000000001 does not fit into a int"},
	{"300", new(uint8), "300 does not fit into a uint8"},
	{"'1e300'", new(float32), "1e300 does not fit into a float32"},
	{"'-1e400'", new(float64), "-1e400 does not fit into a float64"},
}

func refusals(m *glim.Context) error {
	for _, misfit := range misfits {
		err := m.Savepoint(func() error { return read(m, misfit.number, misfit.to) })
		if err == nil || err.Error() != "column 0: "+misfit.why {
			return fmt.Errorf("%s was read as a %T: %v", misfit.number, misfit.to, err)
		}
	}
	return nil
}

func fits(m *glim.Context) error {
	var two, thousands int
	var large int64
	no, yes, near := true, false, float32(0)
	err := firstOf(read(m, "TRUE", &yes), read(m, "2.0", &two), read(m, "'1.5e3'", &thousands), read(m, "'-0.00'", &no),
		read(m, "'+12345678901234567.00'", &large), read(m, "0.1", &near))
	if err != nil || two != 2 || thousands != 1500 || no || !yes || large != 12345678901234567 || near != 0.1 {
		return firstOf(err, errors.New("what fits"))
	}
	return nil
}

// textAsBytes reads a VARCHAR and a JSON document, where there is one, as bytes.
func textAsBytes(m *glim.Context) error {
	document := map[string]string{"postgresql": "'{\"a\": 1}'::jsonb", "mysql": "JSON_OBJECT('a', 1)"}[m.Driver()]
	if document == "" {
		document = "'{\"a\": 1}'"
	}
	var label, json []byte
	err := firstOf(one(m, "t", 14, &label), read(m, document, &json))
	if err != nil || string(label) != "o" || string(json) != "{\"a\": 1}" {
		return firstOf(err, fmt.Errorf("texts as bytes: %q, %q", label, json))
	}
	return nil
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

//export run
func run(ctx uintptr) int32 {
	return glim.Call(ctx, func(m *glim.Context) error {
		blob := "BLOB"
		if m.Driver() == "postgresql" {
			blob = "BYTEA"
		}
		m.Exec("CREATE TABLE go_values (id INTEGER, n BIGINT, t VARCHAR(80), r DOUBLE PRECISION, b " + blob + ")")
		return firstOf(numbers(m), texts(m), bytesAndReals(m), refusals(m), fits(m), textAsBytes(m))
	})
}

//export rollback
func rollback(ctx uintptr) int32 {
	return glim.Call(ctx, func(m *glim.Context) error { return m.Exec("DROP TABLE go_values") })
}

func main() {}
