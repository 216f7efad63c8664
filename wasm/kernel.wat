;; The product of one int16 vector with many int8 rows: the engine's inner loop,
;; which no Go compiler turns into SIMD. engine/kernel_plain.go is its plain twin
;; and gives the same integers. wasm-merge joins it to the guest.
;;
;; It checks nothing: engine/kernel_wasm.go does.
(module
  (import "go" "memory" (memory 0))

  ;; dst[i] = Σ_d u[d] · rows[i·rank + d], for i < n, with rank a multiple of 16.
  ;; dst points at int32, u at int16, rows at int8; n is above 0.
  (func (export "score")
    (param $dst i32) (param $u i32) (param $rows i32) (param $rank i32) (param $n i32)
    (local $sum v128) (local $at i32) (local $row_end i32) (local $dst_end i32)
    (local.set $dst_end (i32.add (local.get $dst) (i32.shl (local.get $n) (i32.const 2))))
    (loop $each_row
      (local.set $row_end (i32.add (local.get $rows) (local.get $rank)))
      (local.set $at (local.get $u))
      (local.set $sum (v128.const i32x4 0 0 0 0))
      (loop $each_16
        ;; dot_i16x8_s multiplies eight pairs and adds neighbours: no lane of 128
        ;; products of int16 and int8 leaves int32.
        (local.set $sum (i32x4.add (local.get $sum) (i32x4.add
          (i32x4.dot_i16x8_s (v128.load (local.get $at)) (v128.load8x8_s (local.get $rows)))
          (i32x4.dot_i16x8_s (v128.load offset=16 (local.get $at)) (v128.load8x8_s offset=8 (local.get $rows))))))
        (local.set $at (i32.add (local.get $at) (i32.const 32)))
        (br_if $each_16 (i32.lt_u
          (local.tee $rows (i32.add (local.get $rows) (i32.const 16)))
          (local.get $row_end))))
      ;; Add the four lanes: halves, then quarters.
      (local.set $sum (i32x4.add (local.get $sum)
        (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $sum) (local.get $sum))))
      (i32.store (local.get $dst) (i32.add
        (i32x4.extract_lane 0 (local.get $sum)) (i32x4.extract_lane 1 (local.get $sum))))
      (br_if $each_row (i32.lt_u
        (local.tee $dst (i32.add (local.get $dst) (i32.const 4)))
        (local.get $dst_end))))))
