package read

import (
	"fmt"
	"math/big"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// A leaf is a column of a Parquet file: it writes values as a CSV would have them.
type leaf struct {
	logical *format.LogicalType // nil for none
}

func (l leaf) append(to []byte, v parquet.Value) []byte {
	if l.logical != nil {
		switch is := l.logical.Value.(type) {
		case *format.TimestampType:
			return fromUnit(v.Int64(), is.Unit).AppendFormat(to, time.RFC3339Nano)
		case *format.DateType:
			return time.Unix(int64(v.Int32())*24*60*60, 0).UTC().AppendFormat(to, time.DateOnly)
		case *format.DecimalType:
			return appendDecimal(to, v, int(is.Scale))
		case *format.UUIDType:
			b := v.ByteArray()
			return fmt.Appendf(to, "%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
		case *format.IntType:
			if !is.IsSigned && v.Kind() == parquet.Int32 {
				return strconv.AppendUint(to, uint64(v.Uint32()), 10)
			}
			if !is.IsSigned {
				return strconv.AppendUint(to, v.Uint64(), 10)
			}
		}
	}
	switch v.Kind() {
	case parquet.Boolean:
		return strconv.AppendBool(to, v.Boolean())
	case parquet.Int32:
		return strconv.AppendInt(to, int64(v.Int32()), 10)
	case parquet.Int64:
		return strconv.AppendInt(to, v.Int64(), 10)
	case parquet.Int96:
		// Spark's old times: nanoseconds of the day, and the Julian day.
		n := v.Int96()
		nanoseconds := int64(uint64(n[0]) | uint64(n[1])<<32)
		const julianOf1970 = 2440588
		return time.Unix((int64(n[2])-julianOf1970)*24*60*60, nanoseconds).UTC().AppendFormat(to, time.RFC3339Nano)
	case parquet.Float:
		return strconv.AppendFloat(to, float64(v.Float()), 'f', -1, 32)
	case parquet.Double:
		return strconv.AppendFloat(to, v.Double(), 'f', -1, 64)
	}
	return append(to, v.ByteArray()...)
}

func fromUnit(n int64, unit format.TimeUnit) time.Time {
	switch unit.Value.(type) {
	case *format.MilliSeconds:
		return time.UnixMilli(n).UTC()
	case *format.MicroSeconds:
		return time.UnixMicro(n).UTC()
	}
	return time.Unix(0, n).UTC()
}

// appendDecimal writes a whole number with so many of its digits after the point.
func appendDecimal(to []byte, v parquet.Value, scale int) []byte {
	n := new(big.Int)
	switch v.Kind() {
	case parquet.Int32:
		n.SetInt64(int64(v.Int32()))
	case parquet.Int64:
		n.SetInt64(v.Int64())
	default: // two's complement, the highest byte first
		b := v.ByteArray()
		if n.SetBytes(b); len(b) > 0 && b[0] >= 0x80 {
			n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
		}
	}
	if scale < 0 || scale > maxScale {
		return append(to, "a decimal of no scale"...)
	}
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)
	return append(to, new(big.Rat).SetFrac(n, unit).FloatString(scale)...)
}

// maxScale is the largest scale of a 128-bit decimal.
const maxScale = 38
