// Package devices shows whether learning on the device works, where the truth is
// known: it makes up people with hidden preferences, lets a device of each live
// through the engine as a page would, once for each policy, and tells what they
// would click.
//
// People differ in which purposes speak to them and which attributes they love or
// cannot stand; how likely they click is a logistic function of that, and of the
// place in the list. The engine never sees any of it: only what it showed, and
// what was clicked. What purposes say of an item is asked of the shipped engine
// itself, in a second copy that knows the same acts and learns nothing: interests
// move on with what one looked at. So people who want what the catalog says want
// exactly the order without learning, at any time, and each policy is judged by
// what the past that it made has people want.
package devices
