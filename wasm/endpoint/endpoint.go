// Package endpoint is the engine's side of a call: bytes in, bytes out. The
// module wraps it in exports; native hosts call it as it is, so that both answer
// from the same code.
package endpoint

import (
	"privet/engine"
	"privet/engine/format"
	"privet/wasm/abi"
)

// An Endpoint serves one visitor, one call at a time.
type Endpoint struct {
	visitor *engine.Engine
	reply   []byte // of the last call; reused, so that a page at rest allocates none
}

// New returns an endpoint with a new engine behind it.
func New() *Endpoint { return &Endpoint{visitor: engine.New()} }

// Call runs an operation and returns its reply as package abi describes it,
// valid until the next call. Load and Trend keep the request: its bytes must not change.
func (p *Endpoint) Call(op abi.Op, request []byte) []byte {
	var header [abi.ReplyHeader]byte
	p.reply = append(p.reply[:0], header[:]...)
	status := format.OK
	if err := p.run(op, request); err != nil {
		wrong := err.(*format.Error) // the engine returns no other
		failure := wrong.Failure()
		status = wrong.Status
		p.reply = failure.AppendTo(p.reply[:abi.ReplyHeader])
	}
	length := uint32(len(p.reply) - abi.ReplyHeader)
	p.reply[0], p.reply[1] = byte(status), byte(status>>8)
	p.reply[4], p.reply[5], p.reply[6], p.reply[7] = byte(length), byte(length>>8), byte(length>>16), byte(length>>24)
	return p.reply
}

// run decodes a request, passes it to the engine and appends the response.
func (p *Endpoint) run(op abi.Op, request []byte) error {
	switch op {
	case abi.Load:
		info, err := p.visitor.Load(request)
		if err != nil {
			return err
		}
		p.reply = info.AppendTo(p.reply)
	case abi.Consent:
		var m format.Consent
		if err := m.UnmarshalBinary(request); err != nil {
			return err
		}
		return p.visitor.SetConsent(m)
	case abi.Observe:
		var m format.ObserveRequest
		if err := m.UnmarshalBinary(request); err != nil {
			return err
		}
		observed := p.visitor.Observe(m.Events)
		p.reply = observed.AppendTo(p.reply)
	case abi.Rank:
		var m format.RankRequest
		if err := m.UnmarshalBinary(request); err != nil {
			return err
		}
		ranking, err := p.visitor.Rank(&m)
		if err != nil {
			return err
		}
		p.reply = ranking.AppendTo(p.reply)
	case abi.Explain:
		var m format.ExplainRequest
		if err := m.UnmarshalBinary(request); err != nil {
			return err
		}
		explanation, err := p.visitor.Explain(&m)
		if err != nil {
			return err
		}
		p.reply = explanation.AppendTo(p.reply)
	case abi.Forget:
		var m format.ForgetRequest
		if err := m.UnmarshalBinary(request); err != nil {
			return err
		}
		forgotten, err := p.visitor.Forget(m)
		if err != nil {
			return err
		}
		p.reply = forgotten.AppendTo(p.reply)
	case abi.Export:
		var m format.ExportRequest
		if err := m.UnmarshalBinary(request); err != nil {
			return err
		}
		profile := p.visitor.Export()
		p.reply = profile.AppendTo(p.reply)
	case abi.Items:
		var m format.ItemsRequest
		if err := m.UnmarshalBinary(request); err != nil {
			return err
		}
		items, err := p.visitor.Items(m)
		if err != nil {
			return err
		}
		p.reply = items.AppendTo(p.reply)
	case abi.Trend:
		info, err := p.visitor.Trend(request)
		if err != nil {
			return err
		}
		p.reply = info.AppendTo(p.reply)
	default:
		return &format.Error{Status: format.UnknownOp, Record: "call", Field: "op",
			Detail: "it is unknown"}
	}
	return nil
}
