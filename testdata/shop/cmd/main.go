// Command shop writes the generated shop: items.csv and events.csv.gz.
//
//	go run ./testdata/shop/cmd --out build/shop-source
package main

import (
	"flag"
	"fmt"
	"os"

	"privet/testdata/shop/generate"
)

func main() {
	out := flag.String("out", "build/shop-source", "directory to write items.csv and events.csv.gz into")
	seed := flag.Uint64("seed", 1, "another seed is another shop")
	flag.Parse()
	shop, err := generate.Write(*out, *seed)
	if err != nil {
		fmt.Fprintln(os.Stderr, "shop:", err)
		os.Exit(1)
	}
	fmt.Printf("%s: %d items, %d planted complements\n", *out, len(shop.Items), len(shop.Complements))
}
