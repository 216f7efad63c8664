// This file is privet-vue.mjs.
import { defineComponent, h, onMounted, onUnmounted, ref, shallowRef, toValue, useTemplateRef, watch } from "vue";
import type { MaybeRefOrGetter } from "vue";
import type { Item, Privet, Ranking, RankOptions } from "../privet.js";
import type * as api from "../privet-vue.js";
import { start } from "./start.js";

export function usePrivet(config?: api.Start) {
  const privet = shallowRef<Privet>();
  // After hydration alone: until then the page must be what the server sent.
  onMounted(() =>
    start(config).then(
      (started) => (privet.value = started),
      () => {}, // without Privet the site's own order stays
    ),
  );
  return privet;
}

export function useRanking(options: MaybeRefOrGetter<RankOptions> = {}) {
  const privet = usePrivet();
  const ranking = shallowRef<Ranking>();
  let turn = 0;
  const rank = async () => {
    const mine = ++turn;
    const made = await privet.value!.rank(toValue(options));
    if (mine === turn) ranking.value = made;
  };
  let stop = () => {};
  watch([privet, () => JSON.stringify(toValue(options))], ([privet], [before]) => {
    if (privet && !before) stop = privet.on("change", () => void rank());
    if (privet) void rank();
  });
  onUnmounted(() => {
    turn = NaN; // what is on its way is no longer wanted
    stop();
  });
  return ranking;
}

export const PrivetSlot = defineComponent({
  name: "PrivetSlot",
  props: {
    items: { type: Array, required: true },
    options: { type: Object, default: () => ({}) },
    as: { default: "div" },
  },
  setup(props, { slots }) {
    const privet = usePrivet();
    const list = useTemplateRef<Element>("list");
    const options = () => ({ top: props.items.length || 10, ...props.options });
    const ranking = useRanking(options);
    const ranked = () => (ranking.value?.ranked && ranking.value.items.length ? ranking.value.items : undefined);
    const note = () =>
      ranked()?.forEach((shown, i) => {
        const card = list.value?.children[i];
        if (card) privet.value?.watch(card, shown);
      });
    watch(ranking, note, { flush: "post" });
    const why = (id: string) => (event: Event) => {
      event.preventDefault();
      event.stopPropagation();
      privet.value?.why(id, event.currentTarget as Element, options()).catch(() => {}); // it has told "problem"
    };
    return () => {
      const shown = ranked()?.map(({ item }) => item) ?? (props.items as Item[]);
      // An item that stays in its place keeps its element: to move one would be a layout shift.
      const cards = shown.map((item, i) =>
        h(One, { key: `${i} ${item.id}` }, () => slots.default?.({ item, why: why(item.id) })),
      );
      return h(props.as, { ref: "list" }, cards);
    };
  },
});

/** One card, which its slot draws. */
const One = (_: object, { slots }: { slots: { default?: () => unknown } }) =>
  slots.default?.() as ReturnType<typeof h>[];

export const PrivetOrder = defineComponent({
  name: "PrivetOrder",
  inheritAttrs: false,
  setup(_, { attrs, slots }) {
    usePrivet();
    const hold = ref(true);
    onMounted(() => (hold.value = false));
    return () => h("privet-order", { ...attrs, hold: hold.value ? "" : null }, slots.default?.());
  },
});
