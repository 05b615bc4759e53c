package glim

// #include <stdlib.h>
// #include "bridge.h"
import "C"

import (
	"errors"
	"runtime/cgo"
	"strings"
	"unsafe"
)

// Scan says what a scan reads. Lists of columns are names with commas between.
type Scan struct {
	Table   string
	Key     string // the columns of a unique index, as of the primary key
	Columns string // what is read, in this order
	Where   string // a condition with ? marks; "": every row
	Values  []any  // of the condition

	PageRows   uint32 // rows that are read at a time, at most; 0: 1000
	KeyVouched bool   // the key is unique and nowhere NULL although no index says so
}

// Mode is what a bulk does with each of its rows.
type Mode uint32

const (
	Insert Mode = 0
	Upsert Mode = 1 // insert, or update the row that has the key
	Update Mode = 2 // a key that is not there is no failure
	Delete Mode = 3 // likewise; all columns are the key
)

var errOld = errors.New("this runner has neither scans nor bulks: they came with ABI 1.1")

func (c *Context) checkData(texts ...string) error {
	if C.bridge_has_data(c.raw) == 0 {
		return c.refuse(errOld)
	}
	if strings.IndexByte(strings.Join(texts, ""), 0) >= 0 {
		return c.refuse(errNUL)
	}
	return nil
}

// text is a text in C's memory; the statement that owns it frees it. "" is NULL.
func (s *statement) text(from string) *C.char {
	if from == "" {
		return nil
	}
	text := C.CString(from)
	s.owned = append(s.owned, unsafe.Pointer(text))
	return text
}

// Scan reads any number of rows in constant memory, in the order of the key. It waits for its first
// page; Next waits whenever it needs another, and is false after a failure, which sticks.
func (c *Context) Scan(scan Scan) (*Rows, error) {
	if err := c.checkData(scan.Table, scan.Key, scan.Columns); err != nil {
		return nil, err
	}
	s, err := c.statement(scan.Where, ended(scan.Values))
	if err != nil {
		return nil, err
	}
	defer s.free()
	options := (*C.struct_glim_scan_options)(C.calloc(1, C.sizeof_struct_glim_scan_options))
	s.owned = append(s.owned, unsafe.Pointer(options))
	*options = C.struct_glim_scan_options{
		size:      C.sizeof_struct_glim_scan_options,
		page_rows: C.uint32_t(scan.PageRows),
		table:     s.text(scan.Table),
		key:       s.text(scan.Key),
		columns:   s.text(scan.Columns),
		where:     s.text(scan.Where),
		values:    s.values,
	}
	options.key_vouched = flag(scan.KeyVouched)
	c.at()
	rows := C.bridge_scan(c.raw, options)
	if rows == nil {
		return nil, c.failure()
	}
	return &Rows{c, rows}, nil
}

func flag(is bool) C.uint32_t {
	if is {
		return 1
	}
	return 0
}

func ended(values []any) []any {
	return append(values[:len(values):len(values)], end{})
}

// Bulk is rows on their way into a table. One that is not closed fails the migration.
type Bulk struct {
	ctx *Context
	raw *C.glim_bulk
}

// Bulk begins to write many rows of a table alike: columns of a row in the order of its values, key
// those of them that find a row ("" for Insert).
func (c *Context) Bulk(mode Mode, table, columns, key string) (*Bulk, error) {
	if err := c.checkData(table, columns, key); err != nil {
		return nil, err
	}
	var s statement
	defer s.free()
	options := (*C.struct_glim_bulk_options)(C.calloc(1, C.sizeof_struct_glim_bulk_options))
	s.owned = append(s.owned, unsafe.Pointer(options))
	*options = C.struct_glim_bulk_options{
		size:    C.sizeof_struct_glim_bulk_options,
		mode:    C.uint32_t(mode),
		table:   s.text(table),
		columns: s.text(columns),
		key:     s.text(key),
	}
	c.at()
	bulk := C.bridge_bulk_open(c.raw, options)
	if bulk == nil {
		return nil, c.failure()
	}
	return &Bulk{c, bulk}, nil
}

// Row gives one row, as many values as columns. Buffered.
func (b *Bulk) Row(values ...any) error {
	s, err := b.ctx.statement("", values)
	if err != nil {
		return err
	}
	defer s.free()
	return known(C.bridge_bulk_row(b.raw, s.values, s.count))
}

// Close writes what is left and waits for it.
func (b *Bulk) Close() error {
	return b.ctx.outcome(C.bridge_bulk_close(b.raw))
}

// Backfill says which rows a backfill rewrites, page by page, each page a transaction of its own.
type Backfill struct {
	Table   string
	Key     string // the columns of a unique index
	Columns string // what the function reads; "": the key
	Writes  string // what it computes, in the order of Put
	Set     string // in place of Writes and a function: SQL, as in "name = LOWER(name)"
	Where   string // which rows; "": all
	Values  []any  // of Set, then of Where

	PageRows    uint32 // of the first page; 0: 1000. The runner then finds its own number ..
	PageMS      uint32 // .. with which a page takes so many milliseconds; 0: 200
	PauseMS     uint32 // between two pages
	ThreadsMost uint32 // wait while more threads run on the server; 0: do not look
	KeyVouched  bool   // as in a scan
}

type rowCall struct {
	ctx  *Context
	call func(*Rows) error
}

// Backfill calls row for each row of a table, which reads it by Scan and calls Put if it is to be
// changed; nil where there is a Set. It waits until all are done, is a boundary, and goes on behind
// its last page when the migration is run again.
func (c *Context) Backfill(backfill Backfill, row func(*Rows) error) error {
	b := &backfill
	if err := c.checkData(b.Table, b.Key, b.Columns, b.Writes, b.Set); err != nil {
		return err
	}
	s, err := c.statement(b.Where, ended(b.Values))
	if err != nil {
		return err
	}
	defer s.free()
	options := (*C.struct_glim_backfill_options)(C.calloc(1, C.sizeof_struct_glim_backfill_options))
	s.owned = append(s.owned, unsafe.Pointer(options))
	*options = C.struct_glim_backfill_options{
		size:         C.sizeof_struct_glim_backfill_options,
		page_rows:    C.uint32_t(b.PageRows),
		page_ms:      C.uint32_t(b.PageMS),
		pause_ms:     C.uint32_t(b.PauseMS),
		threads_most: C.uint32_t(b.ThreadsMost),
		key_vouched:  flag(b.KeyVouched),
		table:        s.text(b.Table),
		key:          s.text(b.Key),
		columns:      s.text(b.Columns),
		writes:       s.text(b.Writes),
		set:          s.text(b.Set),
		where:        s.text(b.Where),
		values:       s.values,
	}
	var handle *C.uintptr_t
	if row != nil {
		own := cgo.NewHandle(&rowCall{c, row})
		defer own.Delete()
		handle = (*C.uintptr_t)(C.calloc(1, C.sizeof_uintptr_t))
		s.owned = append(s.owned, unsafe.Pointer(handle))
		*handle = C.uintptr_t(own)
	}
	c.at()
	return c.outcome(C.bridge_backfill(c.raw, options, handle))
}

// Neither an error nor a panic may pass through the runner: both become the migration's.
//
//export glimBackfillRow
func glimBackfillRow(raw *C.glim_rows, data unsafe.Pointer) (status C.int) {
	found := cgo.Handle(*(*C.uintptr_t)(data)).Value().(*rowCall)
	return C.int(found.ctx.guard(func() error { return found.call(&Rows{found.ctx, raw}) }))
}

// Put gives the new values of a backfill's row, once a row at most.
func (r *Rows) Put(values ...any) error {
	s, err := r.ctx.statement("", values)
	if err != nil {
		return err
	}
	defer s.free()
	return r.ctx.outcome(C.bridge_put(r.raw, s.values, s.count))
}
