import { mappingTo, type Source } from "./source.js";

// OneTrust's "Web CMP JavaScript Methods" and "Web CMP Events Guide". The
// callback OptanonWrapper is the site's own, so it is left alone.

interface Page {
  OneTrust?: { OnConsentChanged(listener: () => void): void; IsAlertBoxClosed(): unknown; ToggleInfoDisplay(): void };
  /** ",C0001,C0003," */
  OnetrustActiveGroups?: string;
}

const page = window as Page;

export const onetrust: Source = {
  mapping: mappingTo(["C0003"]), // functional cookies: OneTrust's text for them names personalisation
  listen(tell) {
    const { OneTrust } = page;
    // The object is there before its methods are.
    if (typeof OneTrust?.OnConsentChanged !== "function") return undefined;
    // In some regions groups are active before anybody has chosen. A choice closes the banner.
    const read = () => {
      const groups = OneTrust.IsAlertBoxClosed() === true && page.OnetrustActiveGroups?.split(",");
      return groups ? (group: string) => groups.includes(group) : undefined;
    };
    OneTrust.OnConsentChanged(() => tell(read));
    tell(read);
    return () => {}; // OneTrust has no way to take a listener back
  },
  open: () => page.OneTrust?.ToggleInfoDisplay(),
};
