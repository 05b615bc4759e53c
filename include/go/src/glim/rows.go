package glim

// #include "bridge.h"
import "C"

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"unsafe"
)

// Rows are what a query gave.
type Rows struct {
	ctx *Context
	raw *C.glim_rows
}

// Next moves to the next row; false after the last, which closes the rows.
func (r *Rows) Next() bool {
	if r.raw == nil {
		return false
	}
	if C.bridge_next(r.raw) != 0 {
		return true
	}
	r.raw = nil
	return false
}

// Close gives the rows' memory back, for a loop that stops early.
func (r *Rows) Close() {
	C.glim_close(r.raw)
	r.raw = nil
}

// Scan reads the columns of the row, from the first on. A destination is a pointer to a bool, a
// number, a string or a []byte, or to a pointer to one of these, which NULL makes nil; nil skips
// the column. What does not convert, does not fit, as 1.5 does not into an int or a bool, or is NULL
// without such a pointer, is a failure, which sticks. A text may be read as a []byte.
func (r *Rows) Scan(dest ...any) error {
	if err := r.readAll(dest); err != nil {
		return r.ctx.refuse(err)
	}
	return nil
}

func (r *Rows) readAll(dest []any) error {
	for i, to := range dest {
		if to == nil {
			continue
		}
		at := reflect.ValueOf(to)
		if at.Kind() != reflect.Pointer || at.IsNil() {
			return fmt.Errorf("column %d: a %T is nothing to read into", i, to)
		}
		if err := r.read(i, at.Elem()); err != nil {
			return fmt.Errorf("column %d: %w", i, err)
		}
	}
	return nil
}

func (r *Rows) get(column int, kind C.int32_t) (C.glim_value, error) {
	var value C.glim_value
	if r.raw == nil {
		return value, fmt.Errorf("there is no row")
	}
	status := C.bridge_column(r.raw, C.size_t(column), kind, &value)
	return value, r.ctx.outcome(status)
}

func (r *Rows) read(column int, to reflect.Value) error {
	value, err := r.get(column, C.GLIM_TYPE_NULL)
	isNull := value._type == C.GLIM_TYPE_NULL
	switch {
	case err != nil:
		return err
	case isNull && (to.Kind() == reflect.Pointer || isBytes(to)):
		to.Set(reflect.Zero(to.Type()))
		return nil
	case isNull:
		return fmt.Errorf("NULL does not fit into a %s", to.Type())
	case to.Kind() == reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		to = to.Elem()
	}
	return r.readPresent(column, &value, to)
}

func isBytes(to reflect.Value) bool {
	return to.Kind() == reflect.Slice && to.Type().Elem().Kind() == reflect.Uint8
}

// readPresent reads what came as `from`: a text is bytes too, a number is none.
func (r *Rows) readPresent(column int, from *C.glim_value, to reflect.Value) error {
	switch kind := to.Kind(); {
	case kind == reflect.String:
		value, err := r.get(column, C.GLIM_TYPE_TEXT)
		to.SetString(string(bytesOf(&value)))
		return err
	case isBytes(to) && from._type == C.GLIM_TYPE_TEXT:
		to.SetBytes(bytesOf(from))
		return nil
	case isBytes(to):
		value, err := r.get(column, C.GLIM_TYPE_BLOB)
		to.SetBytes(bytesOf(&value))
		return err
	case kind == reflect.Float32 || kind == reflect.Float64:
		return r.readReal(column, from, to)
	}
	return r.readInteger(column, from, to)
}

func (r *Rows) real(column int) (float64, error) {
	value, err := r.get(column, C.GLIM_TYPE_REAL)
	return *(*float64)(unsafe.Pointer(&value.as)), err
}

// readReal refuses what is infinite here only.
func (r *Rows) readReal(column int, from *C.glim_value, to reflect.Value) error {
	real, err := r.real(column)
	if err != nil {
		return err
	}
	if to.OverflowFloat(real) || (math.IsInf(real, 0) && from._type == C.GLIM_TYPE_TEXT) {
		return r.misfit(column, to)
	}
	to.SetFloat(real)
	return nil
}

func (r *Rows) readInteger(column int, from *C.glim_value, to reflect.Value) error {
	integer, isWhole, err := r.integer(column, from)
	if err != nil {
		return err
	}
	if !isWhole || !setInteger(to, integer) {
		return r.misfit(column, to)
	}
	return nil
}

// integer says whether it lost nothing. A decimal text that is not whole is only asked whether it
// is a number.
func (r *Rows) integer(column int, from *C.glim_value) (integer int64, isWhole bool, err error) {
	text := ""
	switch from._type {
	case C.GLIM_TYPE_INT:
		return *(*int64)(unsafe.Pointer(&from.as)), true, nil
	case C.GLIM_TYPE_TEXT:
		text = string(bytesOf(from))
	}
	if integer, err = whole(text); err == nil {
		return integer, true, nil
	}
	value, err := r.get(column, C.GLIM_TYPE_INT)
	if err != nil {
		return 0, false, err
	}
	integer = *(*int64)(unsafe.Pointer(&value.as))
	real, err := r.real(column)
	return integer, !isDecimal(text) && real == float64(integer), err
}

func isDecimal(text string) bool {
	return strings.Contains(text, ".") && !strings.ContainsAny(text, "eE")
}

// whole takes "12.00" too, to the last digit: on the way through a float64 some would be lost.
func whole(text string) (int64, error) {
	digits, fraction, _ := strings.Cut(text, ".")
	if strings.Trim(fraction, "0") != "" {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseInt(digits, 10, 64)
}

func (r *Rows) misfit(column int, to reflect.Value) error {
	value, err := r.get(column, C.GLIM_TYPE_TEXT)
	if err != nil {
		return err
	}
	return fmt.Errorf("%s does not fit into a %s", bytesOf(&value), to.Type())
}

func setInteger(to reflect.Value, integer int64) bool {
	switch kind := to.Kind(); {
	case kind == reflect.Bool:
		to.SetBool(integer != 0)
	case kind >= reflect.Int && kind <= reflect.Int64 && !to.OverflowInt(integer):
		to.SetInt(integer)
	case kind >= reflect.Uint && kind <= reflect.Uint64 && integer >= 0 &&
		!to.OverflowUint(uint64(integer)):
		to.SetUint(uint64(integer))
	default:
		return false
	}
	return true
}

// bytesOf copies what lives until the next row only.
func bytesOf(value *C.glim_value) []byte {
	data := *(*unsafe.Pointer)(unsafe.Pointer(&value.as))
	if data == nil || value.length == 0 {
		return []byte{}
	}
	return append([]byte(nil), unsafe.Slice((*byte)(data), int(value.length))...)
}
