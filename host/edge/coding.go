package edge

import (
	"strconv"
	"strings"
)

// A representation is a file's content in one coding, with the validator of exactly those bytes.
type representation struct {
	coding string // as in Content-Encoding; "" for the plain content
	body   []byte
	etag   string
}

// represent picks the coding that an Accept-Encoding header (RFC 9110, section 12.5.3) likes best, and the smaller where
// it likes two the same. A header that refuses everything still gets the plain content, as the RFC allows.
func (f File) represent(acceptEncoding string) representation {
	weights := codingWeights(acceptEncoding)
	best := representation{body: f.Plain, etag: `"` + f.hash + `"`}
	bestWeight := weights["identity"] // "*" does not count here: plain is always acceptable, and preferred only by name
	for _, coded := range []representation{
		{coding: "gzip", body: f.Gzip, etag: `"` + f.hash + `.gz"`},
		{coding: "br", body: f.Brotli, etag: `"` + f.hash + `.br"`},
	} {
		weight, named := weights[coded.coding]
		if !named {
			weight = weights["*"]
		}
		if coded.body != nil && weight > 0 && weight >= bestWeight {
			best, bestWeight = coded, weight
		}
	}
	return best
}

// codingWeights reads the header as thousandths by coding.
func codingWeights(header string) map[string]int {
	weights := map[string]int{}
	for element := range strings.SplitSeq(header, ",") {
		coding, parameters, weighted := strings.Cut(element, ";")
		coding = strings.ToLower(strings.TrimSpace(coding))
		weight := 1000
		if weighted {
			weight = quality(parameters)
		}
		switch coding {
		case "":
		case "x-gzip": // gzip by its old name
			weights["gzip"] = weight
		default:
			weights[coding] = weight
		}
	}
	return weights
}

// quality reads "q=0.8" as 800. What it cannot read counts as a refusal, because the plain content is never wrong.
func quality(parameter string) int {
	name, value, _ := strings.Cut(strings.TrimSpace(parameter), "=")
	q, err := strconv.ParseFloat(value, 64)
	if err != nil || !strings.EqualFold(name, "q") || !(q >= 0 && q <= 1) {
		return 0
	}
	return int(q * 1000)
}
