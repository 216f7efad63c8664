package main

import (
	"bufio"
	"errors"
	"os"

	"privet/host/inspect"
)

type inspection struct {
	Path string `arg:"" name:"file" help:"A catalog.….bin, a trend.….bin, a directory that privet build wrote, a visitor's export, or an engine.wasm."`
	Item string `placeholder:"ID" help:"Of a catalog or trend: also what goes with this item, what follows it, and which rules are about it."`
}

// Help is shown by privet inspect --help.
func (*inspection) Help() string {
	return `Tells what a file holds, which its first bytes say:

    privet inspect build/shop                            files, digests, model
    privet inspect build/shop --item LAN-004             and one item's neighbours
    privet inspect build/shop/catalog.0123456789abcdef.bin
    privet inspect build/shop/trend.0123456789abcdef.bin     what is wanted these days
    privet inspect privet-profile.json                   what a visitor exported
    privet inspect engine.wasm                           imports and exports

A directory is verified: every file must have the length and the digest that
its manifest says.`
}

func (c *inspection) Run() error {
	out := bufio.NewWriter(os.Stdout)
	return errors.Join(inspect.File(out, c.Path, c.Item), out.Flush())
}
