// ONNX Runtime Web with its WebAssembly backend, which always has SIMD, and the
// smallest of its builds. The items are part of the model, so that it can pack
// them once; see model.js.
import * as ort from "onnxruntime-web/wasm";

export async function open({ model, visitor }, site, { threads = 1 }) {
  ort.env.wasm.numThreads = threads;
  if (site.base) ort.env.wasm.wasmPaths = { wasm: new URL("ort-wasm-simd-threaded.wasm", site.base).href }; // Node finds it by itself
  const session = await ort.InferenceSession.create(await site.bytes(model), {
    executionProviders: ["wasm"],
    graphOptimizationLevel: "all",
  });
  return async () => {
    const u = new ort.Tensor("float32", visitor, [1, visitor.length]);
    const { best } = await session.run({ u });
    return best.data;
  };
}
