;; The engine's inner loops, which no Go compiler turns into SIMD or frees of
;; checks. engine/kernel_plain.go is their plain twin and gives the same integers.
;; wasm-merge joins them to the guest.
;;
;; They check nothing: engine/kernel_simd.go does, or says who did.
(module
  (import "go" "memory" (memory 0))

  ;; dst[i] = Σ_d u[d] · rows[i·rank + d], for i < n, with rank a multiple of 16.
  ;; dst points at int32, u at int16, rows at int8; n is above 0. Four rows at a time
  ;; share what is loaded of u; where fewer are left, the last one is taken again, and
  ;; its product written up to three times more, behind dst[n-1].
  (func (export "score")
    (param $dst i32) (param $u i32) (param $row_a i32) (param $rank i32) (param $n i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128) (local $v v128) (local $at i32)
    (local $row_b i32) (local $row_c i32) (local $row_d i32) (local $row_end i32) (local $last i32)
    (local.set $last (i32.add (local.get $row_a) (i32.mul (local.get $rank) (i32.sub (local.get $n) (i32.const 1)))))
    (loop $each_4
      (local.set $row_end (i32.add (local.get $row_a) (local.get $rank)))
      (local.set $row_b (select
        (local.get $row_end)
        (local.get $last)
        (i32.lt_u (local.get $row_end) (local.get $last))))
      (local.set $row_c (select
        (local.tee $at (i32.add (local.get $row_b) (local.get $rank)))
        (local.get $last)
        (i32.lt_u (local.get $at) (local.get $last))))
      (local.set $row_d (select
        (local.tee $at (i32.add (local.get $row_c) (local.get $rank)))
        (local.get $last)
        (i32.lt_u (local.get $at) (local.get $last))))
      (local.set $at (local.get $u))
      (local.set $a (v128.const i32x4 0 0 0 0))
      (local.set $b (local.get $a))
      (local.set $c (local.get $a))
      (local.set $d (local.get $a))
      (loop $each_16
        ;; dot_i16x8_s multiplies eight pairs and adds neighbours: no lane of 128
        ;; products of int16 and int8 leaves int32.
        (local.set $v (v128.load (local.get $at)))
        (local.set $a (i32x4.add (local.get $a)
          (i32x4.dot_i16x8_s (local.get $v) (v128.load8x8_s (local.get $row_a)))))
        (local.set $b (i32x4.add (local.get $b)
          (i32x4.dot_i16x8_s (local.get $v) (v128.load8x8_s (local.get $row_b)))))
        (local.set $c (i32x4.add (local.get $c)
          (i32x4.dot_i16x8_s (local.get $v) (v128.load8x8_s (local.get $row_c)))))
        (local.set $d (i32x4.add (local.get $d)
          (i32x4.dot_i16x8_s (local.get $v) (v128.load8x8_s (local.get $row_d)))))
        (local.set $v (v128.load offset=16 (local.get $at)))
        (local.set $a (i32x4.add (local.get $a)
          (i32x4.dot_i16x8_s (local.get $v) (v128.load8x8_s offset=8 (local.get $row_a)))))
        (local.set $b (i32x4.add (local.get $b)
          (i32x4.dot_i16x8_s (local.get $v) (v128.load8x8_s offset=8 (local.get $row_b)))))
        (local.set $c (i32x4.add (local.get $c)
          (i32x4.dot_i16x8_s (local.get $v) (v128.load8x8_s offset=8 (local.get $row_c)))))
        (local.set $d (i32x4.add (local.get $d)
          (i32x4.dot_i16x8_s (local.get $v) (v128.load8x8_s offset=8 (local.get $row_d)))))
        (local.set $at (i32.add (local.get $at) (i32.const 32)))
        (local.set $row_b (i32.add (local.get $row_b) (i32.const 16)))
        (local.set $row_c (i32.add (local.get $row_c) (i32.const 16)))
        (local.set $row_d (i32.add (local.get $row_d) (i32.const 16)))
        (br_if $each_16 (i32.lt_u
          (local.tee $row_a (i32.add (local.get $row_a) (i32.const 16)))
          (local.get $row_end))))
      ;; Add the four lanes of each: the upper half to the lower, twice, in the order of the rows.
      (local.set $a (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a) (local.get $c))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a) (local.get $c))))
      (local.set $b (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $b) (local.get $d))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $b) (local.get $d))))
      (v128.store (local.get $dst) (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a) (local.get $b))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a) (local.get $b))))
      (local.set $dst (i32.add (local.get $dst) (i32.const 16)))
      (br_if $each_4 (i32.le_u (local.tee $row_a (local.get $row_d)) (local.get $last)))))

  ;; u[d] += q[d] = (factor · in[d] + 2^15) >> 16 for d < rank, a multiple of 16.
  ;; Returns Σ_d q[d] · out[d]. u points at int16, in and out at int8; q fits int16.
  (func (export "add")
    (param $u i32) (param $in i32) (param $out i32) (param $factor i32) (param $rank i32) (result i32)
    (local $q v128) (local $factors v128) (local $sum v128) (local $end i32)
    (local.set $factors (i32x4.splat (local.get $factor)))
    (local.set $end (i32.add (local.get $in) (local.get $rank)))
    (loop $each_8
      (local.set $q (v128.load8x8_s (local.get $in)))
      (local.set $q (i16x8.narrow_i32x4_s
        (i32x4.shr_s
          (i32x4.add
            (i32x4.mul (local.get $factors) (i32x4.extend_low_i16x8_s (local.get $q)))
            (v128.const i32x4 0x8000 0x8000 0x8000 0x8000))
          (i32.const 16))
        (i32x4.shr_s
          (i32x4.add
            (i32x4.mul (local.get $factors) (i32x4.extend_high_i16x8_s (local.get $q)))
            (v128.const i32x4 0x8000 0x8000 0x8000 0x8000))
          (i32.const 16))))
      (v128.store (local.get $u) (i16x8.add (v128.load (local.get $u)) (local.get $q)))
      (local.set $sum (i32x4.add (local.get $sum)
        (i32x4.dot_i16x8_s (local.get $q) (v128.load8x8_s (local.get $out)))))
      (local.set $u (i32.add (local.get $u) (i32.const 16)))
      (local.set $out (i32.add (local.get $out) (i32.const 8)))
      (br_if $each_8 (i32.lt_u
        (local.tee $in (i32.add (local.get $in) (i32.const 8)))
        (local.get $end))))
    (local.set $sum (i32x4.add (local.get $sum)
      (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $sum) (local.get $sum))))
    (i32.add (i32x4.extract_lane 0 (local.get $sum)) (i32x4.extract_lane 1 (local.get $sum))))

  ;; scores[target[i]] += (factor · weight[i] + 2^15) >> 16, for i < n.
  ;; scores points at int32, target at u32, weight at int8; n is above 0.
  (func (export "spread")
    (param $scores i32) (param $target i32) (param $weight i32) (param $factor i64) (param $n i32)
    (local $at i32) (local $end i32)
    (local.set $end (i32.add (local.get $weight) (local.get $n)))
    (loop $each
      (i32.store
        (local.tee $at (i32.add (local.get $scores) (i32.shl (i32.load (local.get $target)) (i32.const 2))))
        (i32.add (i32.load (local.get $at)) (i32.wrap_i64 (i64.shr_s
          (i64.add (i64.mul (local.get $factor) (i64.load8_s (local.get $weight))) (i64.const 0x8000))
          (i64.const 16)))))
      (local.set $target (i32.add (local.get $target) (i32.const 4)))
      (br_if $each (i32.lt_u
        (local.tee $weight (i32.add (local.get $weight) (i32.const 1)))
        (local.get $end)))))

  ;; scores[i] += factor · weights[i], for i < n. scores points at int32, weights at
  ;; u8; n is above 0. Up to three more of each are read, and of the scores written.
  (func (export "weigh") (param $scores i32) (param $weights i32) (param $factor i32) (param $n i32)
    (local $factors v128) (local $end i32)
    (local.set $factors (i32x4.splat (local.get $factor)))
    (local.set $end (i32.add (local.get $weights) (local.get $n)))
    (loop $each_4
      (v128.store (local.get $scores) (i32x4.add (v128.load (local.get $scores))
        (i32x4.mul (local.get $factors)
          (i32x4.extend_low_i16x8_u (i16x8.extend_low_i8x16_u (v128.load32_zero (local.get $weights)))))))
      (local.set $scores (i32.add (local.get $scores) (i32.const 16)))
      (br_if $each_4 (i32.lt_u
        (local.tee $weights (i32.add (local.get $weights) (i32.const 4)))
        (local.get $end)))))

  ;; The first position from at to end with a score of floor or more; end where
  ;; there is none. Positions point at int32.
  (func (export "seek") (param $at i32) (param $end i32) (param $floor i32) (result i32)
    (local $floors v128)
    (local.set $floors (i32x4.splat (local.get $floor)))
    (block $few
      (loop $each_4
        (br_if $few (i32.gt_u (i32.add (local.get $at) (i32.const 16)) (local.get $end)))
        (br_if $few (v128.any_true (i32x4.ge_s (v128.load (local.get $at)) (local.get $floors))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $each_4)))
    (block $done
      (loop $each
        (br_if $done (i32.eq (local.get $at) (local.get $end)))
        (br_if $done (i32.ge_s (i32.load (local.get $at)) (local.get $floor)))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br $each)))
    (local.get $at)))
