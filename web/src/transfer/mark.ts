/** How the fragment of an address begins that brings a code along. A browser sends no fragment to any server. */
export const MARK = "#privet=";
