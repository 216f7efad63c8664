package eval

import (
	"fmt"
	"io"
	"text/tabwriter"

	"privet/host/eval/offpolicy"
)

// Values are the result of the protocol replay.
type Values struct {
	Policies []PolicyValue
	Notes    notes
}

// A PolicyValue is what one policy earns for each impression.
type PolicyValue struct {
	Policy string
	offpolicy.Value
}

func (v *Values) add(policy string, value offpolicy.Value) {
	v.Policies = append(v.Policies, PolicyValue{policy, value})
}

// clicksToRank is how many clicks each of two policies needs before a tenth of
// difference between them shows: 2·(1.96 + 0.84)² / 0.1², for clicks that are
// rare, an error of 5 % and a power of 80 %.
const clicksToRank = 1600

// conclude notes how much there was to tell by.
func (v *Values) conclude(judged, learned []impression) {
	v.Notes.note("impressions", float64(len(judged)), "1")
	if learned != nil {
		v.Notes.note("impressions-learned-from", float64(len(learned)), "1")
		v.Notes.note("clicks-learned-from", float64(clicks(learned)), "1")
	}
	n, remark := clicks(judged), ""
	if n < clicksToRank {
		remark = fmt.Sprintf("so few check the estimators; they cannot rank policies: to tell two apart that differ by a tenth takes %d each", clicksToRank)
	}
	v.Notes.remark("clicks", float64(n), "1", remark)
}

// doubt says what is wrong with an estimate, "" where nothing is.
func (p *PolicyValue) doubt() string {
	if !p.TooSmall() {
		return ""
	}
	return fmt.Sprintf("effective sample too small (%.0f impressions, %.1f clicks; it takes %d and %d): do not rely on it",
		p.Effective, p.EffectiveRewards, offpolicy.LeastEffective, offpolicy.LeastEffectiveRewards)
}

// Print writes estimates with their intervals.
func (v *Values) Print(w io.Writer) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tab, "replay\tips\tsnips\tdr\teffective sample\teffective clicks\t")
	for i := range v.Policies {
		p := &v.Policies[i]
		fmt.Fprintf(tab, "%s", p.Policy)
		for _, e := range []offpolicy.Estimate{p.IPS, p.SNIPS, p.DR} {
			fmt.Fprintf(tab, "\t%.5f [%.5f, %.5f]", e.Value, e.Low, e.High)
		}
		fmt.Fprintf(tab, "\t%.0f\t%.1f\t%s\n", p.Effective, p.EffectiveRewards, p.doubt())
	}
	if err := tab.Flush(); err != nil {
		return err
	}
	return v.Notes.print(w)
}

// Figures returns estimates, the ends of their intervals, and what they rest on.
func (v *Values) Figures() []Figure {
	var out []Figure
	for i := range v.Policies {
		p := &v.Policies[i]
		add := func(name string, value float64) {
			out = append(out, Figure{Name: "replay/" + p.Policy + "/" + name, Value: value, Unit: "1", Remark: p.doubt()})
		}
		for k, e := range []offpolicy.Estimate{p.IPS, p.SNIPS, p.DR} {
			name := [...]string{"ips", "snips", "dr"}[k]
			add(name, e.Value)
			add(name+"/low", e.Low)
			add(name+"/high", e.High)
		}
		add("effective-sample", p.Effective)
		add("effective-clicks", p.EffectiveRewards)
		small := 0.0
		if p.TooSmall() {
			small = 1
		}
		add("too-small", small)
	}
	return append(out, v.Notes.figures("replay")...)
}
