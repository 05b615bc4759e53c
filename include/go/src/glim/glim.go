// Package glim is what a database migration in Go is written with.
//
//	package main
//
//	// #include <glim/go.h>
//	// GLIM_DESCRIPTION("creates the crates table, with one crate");
//	import "C"
//
//	import "glim"
//
//	//export run
//	func run(ctx uintptr) int32 {
//		return glim.Call(ctx, func(m *glim.Context) error {
//			m.Exec("CREATE TABLE crates (id INTEGER PRIMARY KEY, label VARCHAR(80))")
//			return m.Exec("INSERT INTO crates VALUES (?, ?)", 1, "apples")
//		})
//	}
//
//	//export rollback
//	func rollback(ctx uintptr) int32 {
//		return glim.Call(ctx, func(m *glim.Context) error {
//			return m.Exec("DROP TABLE crates")
//		})
//	}
//
//	func main() {}
//
// It is built by go build -buildmode=c-shared, which glim.mk does by itself. glim/go.h has
// GLIM_OPTIONS and GLIM_DEPENDS too.
//
// The rules on errors, buffers and processes are those of glim/migration.h. The first failure
// sticks: an error that nobody looked at still fails the migration. A panic becomes its error.
//
// A Context belongs to the thread that received it, to which Call binds its goroutine: do not use
// it in another goroutine, and wait for those that you start. A panic in one of them ends the
// process, and fails the migration.
package glim

// #cgo CFLAGS: -I${SRCDIR}/../../.. -I${SRCDIR}/../../../../../include
// #include <stdlib.h>
// #include "bridge.h"
import "C"

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"unsafe"
)

// Context is the runner, as a migration sees it.
type Context struct {
	raw *C.glim_ctx
}

// Level is how loud a line for the operator is.
type Level int

const (
	Debug   Level = 0
	Info    Level = 1
	Warning Level = 2
)

var (
	errUnread = errors.New("a statement failed; the runner tells which")
	errStray  = errors.New("the context was used in a goroutine that it does not belong to")
	errNUL    = errors.New("a text with a NUL byte in it")
)

// Call runs the body of an exported function and returns what that has to return. An error or a
// panic of the body becomes the migration's error, unless a failure sticks already.
func Call(ctx uintptr, body func(*Context) error) int32 {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()

	c := &Context{C.bridge_context(C.uintptr_t(ctx))}
	if status := c.guard(func() error { return body(c) }); status != 0 {
		return status
	}
	return int32(C.glim_status(c.raw))
}

// guard makes an error or a panic of body the migration's error.
func (c *Context) guard(body func() error) int32 {
	if why, failed := failureOf(body); failed {
		return c.fail(why)
	}
	return 0
}

// failureOf says whether body failed, and why. recover() alone does not tell: after panic(nil) it
// is nil too.
func failureOf(body func() error) (why string, failed bool) {
	returned := false
	defer func() {
		thrown := recover()
		if returned {
			return
		}
		if place, quit := placeAbove("runtime.Goexit"); quit {
			leave(place)
		}
		place, _ := placeAbove("runtime.gopanic")
		why, failed = fmt.Sprintf("panicked%s: %v", place, thrown), true
	}()
	if err := body(); err != nil {
		why, failed = words(err), true
	}
	returned = true
	return
}

// leave is the end of a body that ended its goroutine: nothing stops that, and the runtime would
// kill the process with a page of stacks.
func leave(place string) {
	fmt.Fprintf(os.Stderr, "runtime.Goexit%s: a migration returns an error instead\n", place)
	os.Exit(1)
}

func words(err error) string {
	if text := err.Error(); text != "" {
		return text
	}
	return "returned an error without words"
}

func (c *Context) fail(message string) int32 {
	text := C.CString(strings.ReplaceAll(message, "\x00", " "))
	defer C.free(unsafe.Pointer(text))
	return int32(C.bridge_fail(c.raw, text))
}

// refuse fails the migration with what went wrong on this side of the runner.
func (c *Context) refuse(err error) error {
	c.fail(callPlace() + err.Error())
	return err
}

// outcome is the error of a call that waited.
func (c *Context) outcome(status C.int) error {
	if status == C.GLIM_OK {
		return nil
	}
	return c.failure()
}

func (c *Context) failure() error {
	message := C.GoString(C.glim_message(c.raw))
	if message == "" {
		return errStray
	}
	return errors.New(message)
}

// known is the error of a buffered call. Asking for its text would wait, at a moment that chance
// decides.
func known(status C.int) error {
	if status == C.GLIM_OK {
		return nil
	}
	return errUnread
}

// Exec runs one statement, buffered as stdio's writes are: the error is the failure that is known
// so far. Each ? outside of texts, quoted names and comments stands for the next value; in a call
// with values, ?? is a question mark. A value is nil, a bool, a number, a string, a []byte, or a
// pointer to one, nil meaning NULL.
func (c *Context) Exec(sql string, values ...any) error {
	s, err := c.statement(sql, values)
	if err != nil {
		return err
	}
	defer s.free()
	c.at()
	return known(C.bridge_exec(c.raw, s.sql, s.values, s.count))
}

// Query runs one statement that returns rows, and waits. The rows are in memory: other statements
// may run while they are read.
func (c *Context) Query(sql string, values ...any) (*Rows, error) {
	s, err := c.statement(sql, values)
	if err != nil {
		return nil, err
	}
	defer s.free()
	c.at()
	rows := C.bridge_query(c.raw, s.sql, s.values, s.count)
	if rows == nil {
		return nil, c.failure()
	}
	return &Rows{c, rows}, nil
}

// QueryRow reads the columns of the first row into dest; false without a row.
func (c *Context) QueryRow(dest []any, sql string, values ...any) (bool, error) {
	s, err := c.statement(sql, values)
	if err != nil {
		return false, err
	}
	defer s.free()
	c.at()
	raw := C.bridge_query(c.raw, s.sql, s.values, s.count)
	if raw == nil {
		return false, c.failure()
	}
	rows := &Rows{c, raw}
	defer rows.Close()
	if !rows.Next() {
		return false, nil
	}
	return true, rows.Scan(dest...)
}

// Try runs one statement that may fail, and waits. It returns 0, or the database's own error
// number, which does not stick. An error is a failure that no migration may ignore.
func (c *Context) Try(sql string, values ...any) (int, error) {
	s, err := c.statement(sql, values)
	if err != nil {
		return -1, err
	}
	defer s.free()
	c.at()
	code := C.bridge_try(c.raw, s.sql, s.values, s.count)
	if code == -1 {
		return -1, c.failure()
	}
	return int(code), nil
}

// Script runs many statements, each ended by a semicolon; no marks, no values. Buffered.
func (c *Context) Script(sql string) error {
	s, err := c.statement(sql, nil)
	if err != nil {
		return err
	}
	defer s.free()
	c.at()
	return known(C.bridge_script(c.raw, s.sql))
}

// Flush waits until everything that was asked for has been done.
func (c *Context) Flush() error {
	return c.outcome(C.glim_flush(c.raw))
}

// Savepoint keeps what body did when it returns nil. When it returns an error, what it did is
// undone, its failure is forgiven and returned. A statement that ends the transaction by itself
// (DDL on MariaDB and MySQL) is refused inside.
func (c *Context) Savepoint(body func() error) error {
	c.at()
	if err := c.outcome(C.glim_begin(c.raw)); err != nil {
		return err
	}
	why := body()
	if why == nil {
		why = c.Flush()
	}
	if why == nil {
		return c.outcome(C.glim_commit(c.raw))
	}
	C.glim_rollback(c.raw) // tells the failure that still sticks
	if err := c.Clear(); err != nil {
		return err
	}
	return why
}

// Begin begins a savepoint; they nest, up to 64 deep. Begin, Commit and Rollback wait.
func (c *Context) Begin() error {
	c.at()
	return c.outcome(C.glim_begin(c.raw))
}

// Commit keeps what was done since Begin.
func (c *Context) Commit() error {
	c.at()
	return c.outcome(C.glim_commit(c.raw))
}

// Rollback undoes what was done since Begin, after a failure too, which it returns: it sticks until
// Clear.
func (c *Context) Rollback() error {
	c.at()
	return c.outcome(C.glim_rollback(c.raw))
}

// Clear forgives a failure, after the Rollback of its savepoint.
func (c *Context) Clear() error {
	return c.outcome(C.glim_clear(c.raw))
}

// Log writes a line for the operator, on stderr behind the migration's name.
func (c *Context) Log(level Level, format string, args ...any) {
	line := C.CString(strings.ReplaceAll(fmt.Sprintf(format, args...), "\x00", " "))
	defer C.free(unsafe.Pointer(line))
	C.bridge_log(c.raw, C.int(level), line)
}

// Progress tells how far a long migration is, total 0 if unknown; false once it should stop.
func (c *Context) Progress(done, total uint64) bool {
	return bool(C.glim_progress(c.raw, C.uint64_t(done), C.uint64_t(total)))
}

// Driver is "mysql" (MariaDB too), "sqlite" or "postgresql".
func (c *Context) Driver() string {
	return C.GoString(C.glim_driver(c.raw))
}

// Changes is how many rows the last statement changed; waits.
func (c *Context) Changes() int64 {
	return int64(C.glim_changes(c.raw))
}

// LastID is the id that the last statement gave its last row; waits.
func (c *Context) LastID() int64 {
	return int64(C.glim_last_id(c.raw))
}
