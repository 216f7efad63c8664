// Every text that a visitor can see, in English. Keep it plain: no word that
// one would have to look up.

export const slotWording = {
  why: (title: string) => `Why this? ${title}`,
};
