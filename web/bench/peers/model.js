// Writes the ONNX model that ranks: Cast, Gemm, TopK. The items lie in it as
// int8, a quarter of the bytes on the wire; loading makes float32 of them once.
// A Gemm of rows was the fastest of what gives the same list: MatMul of columns
// took up to twice as long, MatMulInteger of int8 more than thirty times.
import onnx from "onnx-proto";

const { ModelProto, TensorProto, AttributeProto } = onnx.onnx;
const { FLOAT, INT8, INT64 } = TensorProto.DataType;

export function model({ items, visitor }, vectors) {
  const integer = (name, i) => ({ name, type: AttributeProto.AttributeType.INT, i });
  const value = (name, elemType, ...dims) => ({
    name,
    type: { tensorType: { elemType, shape: { dim: dims.map((dimValue) => ({ dimValue })) } } },
  });
  const graph = {
    name: "rank",
    initializer: [
      { name: "items", dims: [items, visitor.length], dataType: INT8, rawData: vectors },
      { name: "top", dims: [1], dataType: INT64, rawData: new Uint8Array(new BigInt64Array([20n]).buffer) },
    ],
    input: [value("u", FLOAT, 1, visitor.length)],
    node: [
      { opType: "Cast", input: ["items"], output: ["rows"], attribute: [integer("to", FLOAT)] },
      { opType: "Gemm", input: ["u", "rows"], output: ["scores"], attribute: [integer("transB", 1)] },
      { opType: "TopK", input: ["scores", "top"], output: ["values", "best"] },
    ],
    output: [value("best", INT64, 1, 20)],
  };
  return ModelProto.encode({ irVersion: 8, opsetImport: [{ domain: "", version: 17 }], graph }).finish();
}
