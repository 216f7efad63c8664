package read

import (
	"fmt"
	"strconv"
	"strings"

	"privet/host/catalog/dataset"
)

// checkOffer finds what is wrong with a row's stock and times.
func (r *itemReader) checkOffer(texts *[fieldCount][]byte) *fieldError {
	if _, err := stock(string(texts[fieldStock])); err != nil {
		return &fieldError{"stock", err.Error()}
	}
	for _, f := range []int{fieldFrom, fieldUntil} {
		if _, err := r.clocks[f].read(texts[f]); err != nil {
			return &fieldError{ItemKeys[f], err.Error()}
		}
	}
	return nil
}

// offer says whether and when the item can be had. What the rows hold was checked.
func (r *itemReader) offer(it *dataset.Item, text *[fieldCount]string) {
	it.Stock, _ = stock(text[fieldStock])
	it.From, it.Until = r.seconds(fieldFrom, text), r.seconds(fieldUntil, text)
	if it.Until != 0 && it.Until <= it.From {
		count(&r.report.Warnings, "items that are never shown: available_until is not after available_from", 1)
	}
}

// seconds returns the time of a field, 0 where there is none.
func (r *itemReader) seconds(field int, text *[fieldCount]string) int64 {
	at, err := r.clocks[field].read([]byte(text[field]))
	if err != nil || at.IsZero() {
		return 0
	}
	return at.Unix()
}

// stock reads how much of an item there is, or whether there is any.
func stock(text string) (dataset.Stock, error) {
	switch strings.ToLower(text) {
	case "":
		return dataset.StockUnknown, nil
	case "in", "yes", "true", "in stock", "in_stock":
		return dataset.InStock, nil
	case "out", "no", "false", "out of stock", "out_of_stock":
		return dataset.OutOfStock, nil
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n != n {
		return 0, fmt.Errorf("%q is no stock: write a number, in or out, yes or no", clip([]byte(text)))
	}
	if n > 0 {
		return dataset.InStock, nil
	}
	return dataset.OutOfStock, nil
}
