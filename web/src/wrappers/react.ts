// This file is privet-react.mjs.
import { createElement, useCallback, useEffect, useRef, useState } from "react";
import type { MouseEvent } from "react";
import type { Privet, Ranking, RankOptions } from "../privet.js";
import type * as api from "../privet-react.js";
import { start } from "./start.js";

export function usePrivet(config?: api.Start): Privet | undefined {
  const [privet, setPrivet] = useState<Privet>();
  // After hydration alone: until then the page must be what the server sent.
  useEffect(() => {
    let gone = false;
    start(config).then(
      (privet) => gone || setPrivet(privet),
      () => {}, // without Privet the site's own order stays
    );
    return () => void (gone = true);
  }, []);
  return privet;
}

export function useRanking(options: RankOptions = {}): Ranking | undefined {
  const privet = usePrivet();
  const [ranking, setRanking] = useState<Ranking>();
  const wanted = JSON.stringify(options);
  useEffect(() => {
    if (!privet) return;
    let turn = 0;
    const rank = async () => {
      const mine = ++turn;
      const ranking = await privet.rank(JSON.parse(wanted));
      if (mine === turn) setRanking(ranking);
    };
    const stop = privet.on("change", () => void rank());
    void rank();
    return () => {
      turn = NaN; // what is on its way is no longer wanted
      stop();
    };
  }, [privet, wanted]);
  return ranking;
}

export function PrivetSlot({ items, children, as = "div", className, id, ...options }: api.PrivetSlotProps) {
  const privet = usePrivet();
  const list = useRef<Element>(null);
  const ranking = useRanking({ top: items.length || 10, ...options });
  const ranked = ranking?.ranked && ranking.items.length ? ranking.items : undefined;
  useEffect(() => {
    ranked?.forEach((shown, i) => {
      const card = list.current?.children[i];
      if (card) privet!.watch(card, shown);
    });
  }, [privet, ranked]);
  const why = useCallback(
    (id: string) => (event: MouseEvent) => {
      event.preventDefault();
      event.stopPropagation();
      privet?.why(id, event.currentTarget, options).catch(() => {}); // it has told "problem"
    },
    [privet, JSON.stringify(options)],
  );
  const shown = ranked?.map(({ item }) => item) ?? items;
  // An item that stays in its place keeps its element: to move one would be a layout shift.
  const cards = shown.map((item, i) =>
    createElement(One, { key: `${i} ${item.id}`, card: children(item, why(item.id)) }),
  );
  return createElement(as, { ref: list, className, id }, cards);
}

const One = ({ card }: { card: React.ReactElement }) => card;

export function PrivetOrder({ children, className, now, ...attributes }: api.PrivetOrderProps) {
  usePrivet();
  const [hold, setHold] = useState(true);
  useEffect(() => setHold(false), []);
  const flags = { hold: hold ? "" : undefined, now: now ? "" : undefined };
  return createElement("privet-order", { ...attributes, ...flags, class: className }, children);
}
