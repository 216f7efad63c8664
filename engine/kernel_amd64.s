#include "textflag.h"

// func score(dst *int32, u *int16, rows *byte, rank, n int)
//
// The product of one int16 vector with n rows of int8, sixteen dimensions a
// step, with what every amd64 has (SSE2). It checks nothing: dots does.
TEXT ·score(SB), NOSPLIT, $0-40
	MOVQ dst+0(FP), DI
	MOVQ u+8(FP), SI
	MOVQ rows+16(FP), DX
	MOVQ rank+24(FP), CX
	MOVQ n+32(FP), R8
	ADDQ CX, CX

row:
	PXOR X0, X0
	PXOR X1, X1
	XORQ AX, AX // bytes of u that are done

step:
	MOVOU     (DX), X2
	MOVO      X2, X3
	PUNPCKLBW X2, X2 // a byte twice, shifted right by 8 with its sign, is that byte as a word
	PUNPCKHBW X3, X3
	PSRAW     $8, X2
	PSRAW     $8, X3
	MOVOU     (SI)(AX*1), X4
	MOVOU     16(SI)(AX*1), X5
	PMADDWL   X4, X2 // products of eight pairs, neighbours added
	PMADDWL   X5, X3
	PADDL     X2, X0
	PADDL     X3, X1
	ADDQ      $16, DX
	ADDQ      $32, AX
	CMPQ      AX, CX
	JLT       step

	// Four lanes: halves, then quarters.
	PADDL  X1, X0
	PSHUFD $0x4e, X0, X1
	PADDL  X1, X0
	PSHUFD $0xb1, X0, X1
	PADDL  X1, X0
	MOVQ   X0, AX
	MOVL   AX, (DI)
	ADDQ   $4, DI
	DECQ   R8
	JNZ    row
	RET
