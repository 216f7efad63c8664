// What only who works on a site sees. The page's own style must not reach it, nor it the page: it lies over everything
// and moves nothing.

const over = `
  :host { all: initial !important; position: fixed !important; z-index: 2147483647 !important; color-scheme: dark !important;
    font: 13px/1.4 ui-monospace, monospace !important; color: #eee !important; }
`;

/** Of the line that says what is built, and what is wrong. */
export const newsStyle = `${over}
  :host { inset: auto 0 0 0 !important; }
  pre { margin: 0; padding: .75rem 6rem .75rem 1rem; max-height: 40vh; overflow: auto; white-space: pre-wrap; background: #1c1c1c; border-top: 3px solid #888; }
  pre.broken { border-color: #e5484d; }
`;

export const inspectorStyle = `${over}
  :host { inset: auto .5rem .5rem auto !important; }
  * { box-sizing: border-box; font: inherit; }
  [data-key=opener] { padding: .375rem .75rem; border-radius: 1rem; background: #1c1c1c; }
  section { position: fixed; inset: .5rem .5rem 3.25rem auto; inline-size: min(34rem, 100vw - 1rem); display: grid; grid-template-rows: auto 3fr 2fr;
    background: #1c1c1c; border: 1px solid #777; border-radius: .5rem; overflow: hidden; overflow-wrap: anywhere; }
  section[hidden] { display: none; }
  section > p, h2 { margin: 0; padding: .5rem .75rem; }
  h2, h3, summary { font-weight: 600; }
  h3 { margin: .5rem 0 .25rem; }
  p { margin: .25rem 0; }
  .shown, .controls { overflow: auto; padding: 0 .75rem .5rem; overscroll-behavior: contain; }
  .controls { border-block-start: 1px solid #777; }
  button, select, input { color: inherit; }
  button, select, input[type=search] { min-block-size: 1.75rem; max-inline-size: 100%; border: 1px solid #777; border-radius: .25rem; background: #2b2b2b; }
  button { text-align: start; cursor: pointer; }
  :focus-visible { outline: 2px solid #7fd1b0; outline-offset: -2px; }
  [aria-pressed=true] { background: #1f6f54; }
  label { display: grid; grid-template-columns: 8rem minmax(0, 1fr) auto; gap: .5rem; align-items: center; padding-block: .125rem; }
  label:has([role=switch]) { grid-template-columns: auto 1fr auto; }
  label:has(select) > select, label > [type=search] { grid-column: 2 / -1; }
  output { min-inline-size: 7rem; text-align: end; font-variant-numeric: tabular-nums; }
  summary { padding-block: .375rem; cursor: pointer; }
  .chips { display: flex; flex-wrap: wrap; gap: .25rem; padding-block: .125rem; }
  .beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; }
  ol, ul { margin: 0; padding: 0; list-style: none; }
  ol { counter-reset: place; }
  li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 .375rem; align-items: center; padding-block: .125rem; }
  ol > li { counter-increment: place; grid-template-columns: 1.5rem minmax(0, 1fr) auto; }
  ol > li::before { content: counter(place); }
  em { grid-column: 2 / -1; color: #ffd479; }
  .score, td { text-align: end; font-variant-numeric: tabular-nums; }
  .bar, small { grid-column: 1 / -1; }
  .bar { block-size: .375rem; background: #333; }
  .bar > i { display: block; block-size: 100%; background: #7fd1b0; }
  .bar > .minus { background: #ff9d8f; }
  small { color: #bbb; }
  table { inline-size: 100%; border-collapse: collapse; margin-block-end: .5rem; }
  caption { text-align: start; font-weight: 600; }
  th { text-align: start; font-weight: 400; }
`;
