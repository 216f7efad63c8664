package read

import (
	"bytes"
	"context"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// FuzzRows reads any two files as items and events: what is kept must be a data
// set that training and the page can rely on.
func FuzzRows(f *testing.F) {
	f.Add([]byte("id,title,price,tags,url\na,A,1.5,x|y=z,https://x\nb,B,,,javascript:x\n"), []byte("visitor,item,kind,time,daypart\nv,a,view,2025-01-01,night\nw,b,buy,5,\n"))
	f.Add([]byte("id,stock,available_from,available_until\na,3,2025-01-01,\nb,out,,1740816000\nc,NaN,9999999999999,-1\n"), []byte("visitor,item\nv,a\n"))
	f.Add([]byte(`{"id":"a","tags":["x"]}`), []byte("{\"visitor\":1,\"item\":\"a\",\"visit\":7}\n"))
	f.Add([]byte("id\n\x00\n\xff\n"), []byte("visitor,item,time\n\x01,\x00,1e9\n\xff,\xff,9999999999999\n"))
	limits := Limits{Bytes: 1 << 16, Record: 1 << 12, Columns: 64, Items: 100, Events: 1000}
	f.Fuzz(func(t *testing.T, itemText, eventText []byte) {
		d := datasetOf(itemText, eventText, limits)
		if d == nil {
			return
		}
		for i := range d.Items {
			it := &d.Items[i]
			require.NotEmpty(t, it.ID)
			require.LessOrEqual(t, len(it.ID), maxID)
			require.GreaterOrEqual(t, it.Price, 0.0)
			require.True(t, it.Stock <= dataset.OutOfStock && it.From >= 0 && it.Until >= 0)
			for _, text := range append(it.Attributes(), it.ID, it.Title, it.URL) {
				require.True(t, utf8.ValidString(text))
				require.False(t, bytes.ContainsAny([]byte(text), "\x00\n\t"), "%q", text)
			}
		}
		for i, e := range d.Events {
			require.True(t, int(e.Item) < len(d.Items) && int(e.Visitor) < d.Visitors && e.At >= 0)
			require.True(t, e.Kind >= format.View && e.Kind < format.KindCount)
			for _, token := range d.Context(&e) {
				require.Less(t, int(token), len(d.Contexts))
			}
			if i > 0 {
				before := d.Events[i-1]
				require.True(t, before.Visitor < e.Visitor || before.Visitor == e.Visitor && before.At <= e.At, "by visitor, then time")
				require.True(t, before.Visitor == e.Visitor || before.Visit != e.Visit, "a visit is one visitor's")
			}
		}
	})
}

// datasetOf reads both files, or returns nil where one cannot be read.
func datasetOf(itemText, eventText []byte, limits Limits) *dataset.Dataset {
	o := &Options{Context: context.Background(), MaxErrors: 1 << 30}
	var report FileReport
	t, err := newTable("items", bytes.NewReader(itemText), limits, how{})
	if err != nil {
		return nil
	}
	items, err := newItemReader(t, "items", ownItems(t), limits, &report)
	if err != nil || report.scan(t, o, nil, items.use) != nil {
		return nil
	}
	if t, err = newTable("events", bytes.NewReader(eventText), limits, how{}); err != nil {
		return nil
	}
	events, err := newEventReader(t, "events", ownEvents(t), items.items(), limits, &report)
	if err != nil || report.scan(t, o, nil, events.use) != nil {
		return nil
	}
	return events.collector.Dataset()
}
