// The look of what Privet itself shows. A site may set the custom properties
// --privet-font, --privet-accent, --privet-paper and --privet-ink.

const base = `
  :host { color-scheme: light dark; --accent: var(--privet-accent, light-dark(#1f6f54, #7fd1b0));
    --paper: var(--privet-paper, light-dark(#fff, #1c1f1e)); --ink: var(--privet-ink, light-dark(#1d2321, #eceeed));
    --line: color-mix(in srgb, var(--ink) 18%, transparent); font: 1rem/1.5 var(--privet-font, system-ui, sans-serif); color: var(--ink); }
  * { box-sizing: border-box; }
  h2 { margin: 0; font-size: 1.25rem; line-height: 1.3; }
  h3 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
  p { margin: .25rem 0; }
  ul { margin: 0; padding: 0; list-style: none; }
  .quiet { opacity: .75; font-size: .875rem; }
  button { font: inherit; font-size: .875rem; min-block-size: 2.25rem; padding: .25rem .75rem; border: 1px solid var(--line);
    border-radius: .5rem; background: transparent; color: inherit; cursor: pointer; }
  button:hover { background: color-mix(in srgb, var(--ink) 8%, transparent); }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
  dialog { color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 1rem; padding: 1.25rem;
    max-block-size: min(90dvh, 50rem); overflow: auto; overscroll-behavior: contain; box-shadow: 0 1rem 3rem #0004; }
  .close { float: inline-end; margin: -.25rem -.25rem 0 .5rem; }
`;

export const panelStyle = `${base}
  :host { display: block; background: var(--paper); }
  .purpose { display: grid; grid-template-columns: auto 1fr; gap: 0 .75rem; padding: .625rem 0; border-block-end: 1px solid var(--line); }
  .purpose input { inline-size: 1.25rem; block-size: 1.25rem; margin: .125rem 0 0; accent-color: var(--accent); }
  .purpose label { font-weight: 600; }
  .purpose > :not(input, label) { grid-column: 2; }
  .chips { display: flex; flex-wrap: wrap; gap: .5rem; }
  .chips [aria-pressed=true] { background: var(--accent); color: var(--paper); border-color: transparent; }
  .variety { display: flex; flex-wrap: wrap; justify-content: space-between; margin-block-end: .5rem; font-size: .875rem; }
  .variety input { flex: 1 0 100%; min-inline-size: 0; block-size: 1.75rem; margin: 0; accent-color: var(--accent); }
  h3 label { font: inherit; }
  .event { display: flex; align-items: center; gap: .75rem; padding: .375rem 0; border-block-end: 1px solid var(--line); }
  .event > :first-child { flex: 1; min-inline-size: 0; overflow-wrap: anywhere; }
  .event time { display: block; }
  .acts { display: flex; flex-wrap: wrap; gap: .5rem; margin-block-start: 1.5rem; }
  .danger { border-color: light-dark(#a32a1c, #ff9d8f); color: light-dark(#a32a1c, #ff9d8f); }
  details { margin-block-start: 1rem; }
  [role=status] { min-block-size: 1.5rem; margin-block-start: .5rem; }
`;

export const dialogStyle = `${base}
  dialog { inline-size: min(36rem, calc(100vw - 1rem)); }
  dialog::backdrop { background: #0006; }
`;

export const whyStyle = `${base}
  dialog { inline-size: min(24rem, calc(100vw - 1rem)); margin: 0; position: fixed; }
  dialog::backdrop { background: #0002; }
  @media (max-width: 30rem) { dialog { inset: auto 0 0 0 !important; inline-size: 100%; max-inline-size: none; border-radius: 1rem 1rem 0 0; } }
  li { margin-block: .75rem; }
  .line { display: flex; gap: .75rem; align-items: baseline; justify-content: space-between; }
  .line > :first-child { overflow-wrap: anywhere; min-inline-size: 0; }
  .line > :last-child { white-space: nowrap; }
  .bar { block-size: .5rem; border-radius: .25rem; background: var(--line); overflow: hidden; }
  .bar > i { display: block; block-size: 100%; border-radius: inherit; background: var(--accent); }
  .bar > .minus { background: light-dark(#a32a1c, #ff9d8f); margin-inline-start: auto; }
  .total { border-block-start: 1px solid var(--line); padding-block: .5rem; font-weight: 600; }
  .forget { min-block-size: 1.75rem; padding-block: 0; margin-block-start: .25rem; }
`;
