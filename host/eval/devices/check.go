package devices

import (
	"fmt"
	"math"

	"privet/host/eval/offpolicy"
)

// A Check estimates, from the chances that an exploring policy recorded, what
// another one's items would have earned in the same places, and sets the truth beside it.
type Check struct {
	Policy string // whose lists were shown
	Other  string // whose value is estimated
	Places int    // from the first on
	Truth  float64
	offpolicy.Value
	Logged float64 // clicks of an impression that the policy itself earned
	// Weight is the mean importance weight. It is 1 where the policy could have
	// shown every item of the other in its place; below, IPS is too low by what it
	// never tried.
	Weight float64
}

// mostUntried is how much an estimate may miss before it says so.
const mostUntried = 0.05

// doubt says why an estimate cannot be relied on, "" where nothing is known against it.
func (c *Check) doubt() string {
	if untried := 1 - c.Weight; untried > mostUntried {
		return fmt.Sprintf("%.0f %% of that was never tried: do not rely on it", 100*untried)
	}
	return ""
}

// check judges what people of all tastes did with one policy's lists.
func check(policy string, at int, people [][]trial, places int, seed uint64) Check {
	c := Check{Policy: policy, Other: others[at], Places: places}
	var samples []offpolicy.Sample
	for person, trials := range people {
		for _, t := range trials {
			if t.place > places {
				continue
			}
			s := offpolicy.Sample{Cluster: int32(person)}
			if t.others[at].same {
				s.Weight = 1 / t.chance
			}
			if t.clicked {
				s.Reward = 1
			}
			samples = append(samples, s)
			c.Truth, c.Logged, c.Weight = c.Truth+t.others[at].truth, c.Logged+s.Reward, c.Weight+s.Weight
		}
	}
	n := math.Max(1, float64(len(samples)))
	c.Truth, c.Logged, c.Weight = c.Truth/n, c.Logged/n, c.Weight/n
	c.Value = offpolicy.Evaluate(samples, seed)
	return c
}
