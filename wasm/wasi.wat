;; What standard Go's runtime wants from WASI, answered inside the module, so that
;; the module imports nothing and cannot reach a clock, a file or randomness. The
;; engine uses none of it: the runtime asks at start-up and when it crashes.
(module
  (import "go" "memory" (memory 0))

  ;; Nanoseconds. Go takes a first reading of 0 for a broken clock, so it starts
  ;; at 1 s; each reading is a microsecond later, so that waiting ends.
  (global $now (mut i64) (i64.const 1000000000))

  (func (export "clock_time_get") (param $clock i32) (param $precision i64) (param $to i32) (result i32)
    (global.set $now (i64.add (global.get $now) (i64.const 1000)))
    (i64.store (local.get $to) (global.get $now))
    (i32.const 0))

  ;; Seeds hash tables, whose order must not matter anyhow.
  (func (export "random_get") (param $to i32) (param $n i32) (result i32)
    (memory.fill (local.get $to) (i32.const 0x5a) (local.get $n))
    (i32.const 0))

  ;; Swallows what a crash prints, and claims to have written it: Go retries otherwise.
  (func (export "fd_write") (param $fd i32) (param $vectors i32) (param $count i32) (param $written i32) (result i32)
    (i32.store (local.get $written) (i32.load offset=4 (local.get $vectors)))
    (i32.const 0))

  ;; A crash ends here, as a trap that the host catches.
  (func (export "proc_exit") (param $code i32) unreachable)

  ;; No arguments, no environment.
  (func $none (param $count i32) (param $bytes i32) (result i32)
    (i32.store (local.get $count) (i32.const 0))
    (i32.store (local.get $bytes) (i32.const 0))
    (i32.const 0))
  (export "args_sizes_get" (func $none))
  (export "environ_sizes_get" (func $none))
  (func $nothing (param i32 i32) (result i32) (i32.const 0))
  (export "args_get" (func $nothing))
  (export "environ_get" (func $nothing))

  ;; Every wait is over at once: one event of 32 zero bytes for each subscription.
  (func (export "poll_oneoff") (param $in i32) (param $out i32) (param $n i32) (param $count i32) (result i32)
    (memory.fill (local.get $out) (i32.const 0) (i32.shl (local.get $n) (i32.const 5)))
    (i32.store (local.get $count) (local.get $n))
    (i32.const 0))
  (func (export "sched_yield") (result i32) (i32.const 0)))
