package read

import (
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog/dataset"
)

func TestStock(t *testing.T) {
	for text, want := range map[string]dataset.Stock{
		"": dataset.StockUnknown, "0": dataset.OutOfStock, "-3": dataset.OutOfStock, "0.5": dataset.InStock, "17": dataset.InStock,
		"in": dataset.InStock, "Yes": dataset.InStock, "TRUE": dataset.InStock, "in stock": dataset.InStock,
		"out": dataset.OutOfStock, "No": dataset.OutOfStock, "false": dataset.OutOfStock, "out_of_stock": dataset.OutOfStock,
	} {
		got, err := stock(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
}

func TestRead_offer(t *testing.T) {
	files(t, map[string]string{"items.csv": "id,stock,available_from,available_until\n" +
		"a,3,2025-03-01,2025-03-02T08:00:00Z\n" +
		"b,out,,1740816000\n" +
		"c,,2025-03-02,2025-03-02\n"})
	d, report, err := reading(t, "")
	require.NoError(t, err)
	require.Equal(t, []dataset.Item{
		{ID: "a", Stock: dataset.InStock, From: 1740787200, Until: 1740902400, Line: 2},
		{ID: "b", Stock: dataset.OutOfStock, Until: 1740816000, Line: 3},
		{ID: "c", From: 1740873600, Until: 1740873600, Line: 4},
	}, d.Items, "what there is of an item is not for the page")
	require.Equal(t, []Count{{"items that are never shown: available_until is not after available_from", 1}}, report.Items.Warnings)
}

func TestRead_offerMapped(t *testing.T) {
	files(t, map[string]string{"items.csv": "sku,stock,start,end\na,0,01.03.2025,02.03.2025\na,5,01.02.2025,03.03.2025\n"})
	d, _, err := reading(t, `
items:
  id: sku
  stock: {column: stock, choose: last}
  available_from: {column: start, layout: 02.01.2006}
  available_until: {column: end, layout: 02.01.2006, choose: last}
  extra: [stock]
`)
	require.NoError(t, err)
	require.Equal(t, []dataset.Item{{
		ID: "a", Stock: dataset.InStock, From: 1740787200, Until: 1740960000, Extra: map[string]string{"stock": "0"}, Line: 2,
	}}, d.Items, "a mapping may pass the column on as well")
}
