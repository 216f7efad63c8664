package visitor

import "privet/engine/format"

// List answers a request as the page gets it: with chances, and what spoke for each item.
func (v *Visitor) List(request format.RankRequest) ([]format.Ranked, error) {
	reply, err := v.engine.Rank(&request)
	return reply.Items, err
}

// Shown records that the visitor saw a list, at a time in seconds.
func (v *Visitor) Shown(list []format.Ranked, at int64) error {
	shows := make([]format.Event, len(list))
	for i, r := range list {
		v.next++
		shows[i] = format.Event{
			ID: v.next, At: at * 1000, Kind: format.Show, Purposes: uint16(v.grants), Key: v.ids[r.Item],
			Position: uint16(i + 1), Propensity: r.Propensity, Parts: r.Parts,
		}
	}
	return v.observe(shows)
}

// Explain takes the scores of items under a request apart.
func (v *Visitor) Explain(request format.RankRequest, items []uint32) ([]format.Explained, error) {
	reply, err := v.engine.Explain(&format.ExplainRequest{Request: request, Items: items})
	return reply.Items, err
}
