// Command guest is the module that hosts call: the engine behind the three
// exports of wasm/abi. It is a command because only those become modules.
package main

import (
	"unsafe"

	"privet/engine"
	"privet/engine/format"
	"privet/wasm/abi"
)

func main() {}

// The module serves one visitor, one call at a time. Both buffers stay, so that
// a page at rest allocates nothing for them.
var (
	visitor = engine.New()
	request []byte
	reply   []byte
)

//go:wasmexport abi_version
func version() uint32 { return abi.Version }

//go:wasmexport buffer
func buffer(n uint32) unsafe.Pointer {
	if n > abi.MaxRequest {
		return nil
	}
	if n > uint32(cap(request)) || request == nil {
		request = make([]byte, max(n, 1024))
	}
	request = request[:n]
	return unsafe.Pointer(unsafe.SliceData(request))
}

//go:wasmexport call
func call(op, n uint32) unsafe.Pointer {
	var header [abi.ReplyHeader]byte
	reply = append(reply[:0], header[:]...)
	status := format.OK
	if err := run(abi.Op(op), n); err != nil {
		wrong := err.(*format.Error) // the engine returns no other
		failure := wrong.Failure()
		status = wrong.Status
		reply = failure.AppendTo(reply[:abi.ReplyHeader])
	}
	length := uint32(len(reply) - abi.ReplyHeader)
	reply[0], reply[1] = byte(status), byte(status>>8)
	reply[4], reply[5], reply[6], reply[7] = byte(length), byte(length>>8), byte(length>>16), byte(length>>24)
	return unsafe.Pointer(unsafe.SliceData(reply))
}

// run decodes a request, passes it to the engine and appends the response.
func run(op abi.Op, n uint32) error {
	if n > uint32(len(request)) {
		return &format.Error{Status: format.BadMessage, Record: "call", Field: "n",
			Detail: "the request is longer than its buffer: call buffer first"}
	}
	data := request[:n]
	switch op {
	case abi.Load:
		request = nil // the engine keeps the bytes
		info, err := visitor.Load(data)
		if err != nil {
			return err
		}
		reply = info.AppendTo(reply)
	case abi.Consent:
		var m format.Consent
		if err := m.UnmarshalBinary(data); err != nil {
			return err
		}
		return visitor.SetConsent(m)
	case abi.Observe:
		var m format.ObserveRequest
		if err := m.UnmarshalBinary(data); err != nil {
			return err
		}
		observed := visitor.Observe(m.Events)
		reply = observed.AppendTo(reply)
	case abi.Rank:
		var m format.RankRequest
		if err := m.UnmarshalBinary(data); err != nil {
			return err
		}
		ranking, err := visitor.Rank(m)
		if err != nil {
			return err
		}
		reply = ranking.AppendTo(reply)
	case abi.Explain:
		var m format.ExplainRequest
		if err := m.UnmarshalBinary(data); err != nil {
			return err
		}
		explanation, err := visitor.Explain(m)
		if err != nil {
			return err
		}
		reply = explanation.AppendTo(reply)
	case abi.Forget:
		var m format.ForgetRequest
		if err := m.UnmarshalBinary(data); err != nil {
			return err
		}
		forgotten, err := visitor.Forget(m)
		if err != nil {
			return err
		}
		reply = forgotten.AppendTo(reply)
	case abi.Export:
		var m format.ExportRequest
		if err := m.UnmarshalBinary(data); err != nil {
			return err
		}
		profile := visitor.Export()
		reply = profile.AppendTo(reply)
	case abi.Items:
		var m format.ItemsRequest
		if err := m.UnmarshalBinary(data); err != nil {
			return err
		}
		items, err := visitor.Items(m)
		if err != nil {
			return err
		}
		reply = items.AppendTo(reply)
	default:
		return &format.Error{Status: format.UnknownOp, Record: "call", Field: "op",
			Detail: "there is no operation of this number: see wasm/abi"}
	}
	return nil
}
