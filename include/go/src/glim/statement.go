package glim

// #include <stdlib.h>
// #include "bridge.h"
import "C"

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"unsafe"
)

// statement is SQL and values in C's memory, which may not hold pointers into Go's.
type statement struct {
	sql    *C.char
	values *C.glim_value
	count  C.size_t
	owned  []unsafe.Pointer
}

// end ends a list whose length is not told otherwise.
type end struct{}

// statement makes one; what cannot be made fails the migration, for the runner never hears of it.
func (c *Context) statement(sql string, values []any) (*statement, error) {
	s, err := newStatement(sql, values)
	if err != nil {
		return nil, c.refuse(err)
	}
	return s, nil
}

func newStatement(sql string, values []any) (*statement, error) {
	if strings.IndexByte(sql, 0) >= 0 {
		return nil, errNUL
	}
	s := &statement{sql: C.CString(sql), count: C.size_t(len(values))}
	s.owned = append(s.owned, unsafe.Pointer(s.sql))
	if len(values) == 0 {
		return s, nil
	}
	memory := C.calloc(s.count, C.size_t(unsafe.Sizeof(C.glim_value{})))
	s.owned = append(s.owned, memory)
	s.values = (*C.glim_value)(memory)
	for i, to := range unsafe.Slice(s.values, len(values)) {
		if err := s.put(&to, values[i]); err != nil {
			s.free()
			return nil, fmt.Errorf("value %d: %w", i+1, err)
		}
		unsafe.Slice(s.values, len(values))[i] = to
	}
	return s, nil
}

func (s *statement) free() {
	for _, memory := range s.owned {
		C.free(memory)
	}
}

func (s *statement) put(to *C.glim_value, from any) error {
	if bytes, ok := from.([]byte); ok && bytes != nil {
		return s.putBytes(to, C.GLIM_TYPE_BLOB, bytes)
	}
	if _, ok := from.(end); ok {
		to._type = C.GLIM_TYPE_END
		return nil
	}
	value := reflect.ValueOf(from)
	switch value.Kind() {
	case reflect.Invalid:
		to._type = C.GLIM_TYPE_NULL
	case reflect.Bool:
		putInteger(to, map[bool]int64{true: 1}[value.Bool()])
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		putInteger(to, value.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		if value.Uint() > math.MaxInt64 {
			return fmt.Errorf("%d does not fit into 64 signed bits", value.Uint())
		}
		putInteger(to, int64(value.Uint()))
	case reflect.Float32, reflect.Float64:
		to._type = C.GLIM_TYPE_REAL
		*(*float64)(unsafe.Pointer(&to.as)) = value.Float()
	case reflect.String:
		return s.putBytes(to, C.GLIM_TYPE_TEXT, []byte(value.String()))
	case reflect.Pointer, reflect.Slice:
		return s.putBehind(to, value)
	default:
		return fmt.Errorf("a %T is no value of a database", from)
	}
	return nil
}

// putBehind puts what a pointer points to, or a slice of bytes with a name of its own.
func (s *statement) putBehind(to *C.glim_value, value reflect.Value) error {
	isBytes := value.Kind() == reflect.Slice && value.Type().Elem().Kind() == reflect.Uint8
	switch {
	case value.Kind() == reflect.Slice && !isBytes:
		return fmt.Errorf("a %s is no value of a database", value.Type())
	case value.IsNil():
		to._type = C.GLIM_TYPE_NULL
		return nil
	case isBytes:
		return s.putBytes(to, C.GLIM_TYPE_BLOB, value.Bytes())
	}
	return s.put(to, value.Elem().Interface())
}

func putInteger(to *C.glim_value, integer int64) {
	to._type = C.GLIM_TYPE_INT
	*(*int64)(unsafe.Pointer(&to.as)) = integer
}

func (s *statement) putBytes(to *C.glim_value, kind C.int32_t, bytes []byte) error {
	if uint64(len(bytes)) > math.MaxUint32 {
		return fmt.Errorf("%d bytes are more than a value takes", len(bytes))
	}
	data := C.CBytes(bytes)
	s.owned = append(s.owned, data)
	to._type = kind
	to.length = C.uint32_t(len(bytes))
	*(*unsafe.Pointer)(unsafe.Pointer(&to.as)) = data
	return nil
}
