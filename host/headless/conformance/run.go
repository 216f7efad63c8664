package conformance

import (
	"encoding/binary"
	"encoding/hex"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/headless"
	"privet/testdata/vectors"
	"privet/wasm/abi"
)

// Run plays every vector, each on a guest of its own.
func Run(t *testing.T, open func() (headless.Guest, error)) {
	k := readKit(t)
	for _, s := range k.suites {
		recorded := k.recordings(t, s.Name)
		require.Len(t, recorded, len(s.Vectors), "%s: a recording is missing or left over: run go test ./host/headless/conformance -update", s.Name)
		for _, v := range s.Vectors {
			t.Run(s.Name+"/"+v.Name, func(t *testing.T) {
				for i, r := range k.play(t, v, open) {
					require.Greater(t, len(recorded[v.Name]), i, "a recording is missing: run go test ./host/headless/conformance -update")
					want := recorded[v.Name][i]
					require.Equal(t, hex.EncodeToString(want.Request), hex.EncodeToString(r.Request), "step %d: request", i)
					require.Equal(t, hex.EncodeToString(want.Reply), hex.EncodeToString(r.Reply), "step %d: reply", i)
				}
			})
		}
	}
}

// A kit is all that the vectors need.
type kit struct {
	suites []suite
	files  files
}

func readKit(t *testing.T) kit {
	suites, err := readSuites(vectors.Files)
	require.NoError(t, err)
	files, err := readFiles(vectors.Files)
	require.NoError(t, err)
	return kit{suites, files}
}

func (k kit) recordings(t *testing.T, suite string) (recorded map[string][]recording) {
	require.NoError(t, readStrict(vectors.Files, "wire/"+suite+".json", &recorded))
	return recorded
}

// play runs a vector's steps, checks what it says of each, and returns the bytes.
func (k kit) play(t *testing.T, v vector, open func() (headless.Guest, error)) (played []recording) {
	guest, err := open()
	require.NoError(t, err)
	defer func() { require.NoError(t, guest.Close()) }()
	for i, s := range v.Steps {
		op, operation, err := s.operation()
		require.NoError(t, err, "step %d", i)
		request, err := s.request(operation, k.files)
		require.NoError(t, err, "step %d", i)
		reply, err := guest.Call(op, request)
		require.NoError(t, err, "step %d", i)
		require.Equal(t, s.Status, reply.Status.String(), "step %d", i)
		s.checkReply(t, i, operation, reply)
		r := recording{Request: request, Reply: frame(reply)}
		if s.sendsFile() {
			r.Request = nil
		}
		played = append(played, r)
	}
	return played
}

func (s *step) checkReply(t *testing.T, i int, operation *abi.Operation, reply headless.Reply) {
	if s.Failure != nil {
		var got format.Failure
		require.NoError(t, got.UnmarshalBinary(reply.Body), "step %d", i)
		require.Equal(t, *s.Failure, failure{got.Record, got.Field, got.Index}, "step %d: %s", i, got.Detail)
		require.NotEmpty(t, got.Detail, "step %d", i)
		return
	}
	if operation.Response == "" {
		require.Empty(t, reply.Body, "step %d", i)
		require.Nil(t, s.Expect, "step %d: the operation has no response", i)
		return
	}
	response := newMessage(operation.Response)
	require.NoError(t, response.UnmarshalBinary(reply.Body), "step %d", i)
	if s.Expect != nil {
		require.Empty(t, compare(operation.Response, reflect.ValueOf(response).Elem(), s.Expect), "step %d", i)
	}
}

// frame puts the header back before a reply.
func frame(r headless.Reply) []byte {
	header := binary.LittleEndian.AppendUint16(nil, uint16(r.Status))
	header = binary.LittleEndian.AppendUint16(header, 0)
	header = binary.LittleEndian.AppendUint32(header, uint32(len(r.Body)))
	return append(header, r.Body...)
}
