import type { Privet, RankOptions } from "../privet.js";
export function showPanel(_privet: Privet): void {}
export async function showWhy(_privet: Privet, _id: string, _anchor: Element, _options?: RankOptions): Promise<void> {}
