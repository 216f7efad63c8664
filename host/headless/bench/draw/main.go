// Command draw writes a chart of lines, which it reads as JSON:
//
//	go run ./host/headless/bench/draw FILE.svg < lines.json
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"privet/host/eval/chart"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "draw:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("%d arguments where the SVG's name is expected", len(args))
	}
	var lines chart.Lines
	d := json.NewDecoder(os.Stdin)
	d.DisallowUnknownFields()
	if err := d.Decode(&lines); err != nil {
		return err
	}
	f, err := os.Create(args[0])
	if err != nil {
		return err
	}
	defer f.Close()
	if err := chart.Write(f, []chart.Panel{lines}); err != nil {
		return err
	}
	return f.Close()
}
