package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/require"
)

func TestVersion(t *testing.T) {
	var said bytes.Buffer
	code := -1
	parser := newParser(&cli{}, &defaults{}, kong.Writers(&said, &said), kong.Exit(func(c int) { code = c }))
	_, _ = parser.Parse([]string{"--version"}) // which goes on after an exit that is none
	require.Zero(t, code)
	engine, err := os.ReadFile("../../wasm/engine.wasm")
	require.NoError(t, err)
	digest := sha256.Sum256(engine)
	require.Regexp(t, `^privet \d+\.\d+\.\d+\nengine\.wasm sha256 `+hex.EncodeToString(digest[:])+"\n", said.String())
}
