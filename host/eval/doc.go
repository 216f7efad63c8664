// Package eval measures ranking quality on anyone's files: it trains a catalog,
// loads it into the engine as a page would, and compares what the engine ranks
// with what people chose, beside what simpler and dearer methods reach.
package eval
