package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"privet/host/inspect"
)

type inspection struct {
	Path       string `arg:"" name:"file" help:"A catalog.….bin, a trend.….bin, a directory that privet build wrote, a visitor's export, consent receipts, or an engine.wasm."`
	Item       string `placeholder:"ID" help:"Of a catalog or trend: also what goes with this item, what follows it, and which rules are about it."`
	Passphrase string `name:"passphrase-file" placeholder:"FILE" help:"File whose first line opens an encrypted export."`
	Now        moment `placeholder:"TIME" help:"Time that receipts are held against; otherwise now."`
}

// Help is shown by privet inspect --help.
func (*inspection) Help() string {
	return `Tells what a file holds, which its first bytes say:

    privet inspect build/shop                            files, digests, model
    privet inspect build/shop --item LAN-004             and one item's neighbours
    privet inspect build/shop/catalog.0123456789abcdef.bin
    privet inspect build/shop/trend.0123456789abcdef.bin     what is wanted these days
    privet inspect privet-profile.json                   what a visitor exported
    privet inspect privet-sealed.json --passphrase-file secret.txt
    privet inspect receipt.json                          what a visitor chose, and was told
    privet inspect engine.wasm                           imports and exports

A directory is verified: every file must have the length and the digest that
its manifest says. So are receipts, alone, in a list or in an export: structure
and signature, and which texts and which engine they were made with. A receipt
without a signature comes from a page without a secure context. Where anything
does not verify, the command fails.`
}

func (c *inspection) Run() error {
	o, err := c.options()
	if err != nil {
		return err
	}
	out := bufio.NewWriter(os.Stdout)
	return errors.Join(inspect.File(out, c.Path, o), out.Flush())
}

func (c *inspection) options() (inspect.Options, error) {
	o := inspect.Options{Item: c.Item, Now: c.Now.Time}
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	if c.Passphrase == "" {
		return o, nil
	}
	content, err := os.ReadFile(c.Passphrase)
	if err != nil {
		return o, err
	}
	line, _, _ := strings.Cut(string(content), "\n")
	if o.Passphrase = strings.TrimSuffix(line, "\r"); o.Passphrase == "" {
		return o, fmt.Errorf("%s: its first line has no passphrase", c.Passphrase)
	}
	return o, nil
}
