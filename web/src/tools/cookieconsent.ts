import { mappingTo, type Source } from "./source.js";

// vanilla-cookieconsent, version 3. Its module makes no global: without
// `window.CookieConsent = CookieConsent`, what a page's run() tells before
// Privet listens is not heard on that page.

interface Page {
  CookieConsent?: {
    validConsent(): unknown;
    getCookie(field: "categories"): unknown;
    showPreferences(): void;
  };
}

const page = window as Page;

export const cookieconsent: Source = {
  mapping: mappingTo(["functionality"]),
  listen(tell) {
    const hear = (event: Event) => tell(() => answerOf((event as CustomEvent).detail.cookie.categories));
    addEventListener("cc:onConsent", hear); // the first choice, and on every page that it holds for
    addEventListener("cc:onChange", hear);
    tell(() => {
      const { CookieConsent: tool } = page;
      return tool?.validConsent() === true ? answerOf(tool.getCookie("categories")) : undefined;
    });
    return () => {
      removeEventListener("cc:onConsent", hear);
      removeEventListener("cc:onChange", hear);
    };
  },
  open: () => page.CookieConsent?.showPreferences(),
};

function answerOf(accepted: unknown) {
  return Array.isArray(accepted) ? (category: string) => accepted.includes(category) : undefined;
}
