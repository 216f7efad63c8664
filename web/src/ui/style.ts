// The look of what Privet itself shows. A site may set the custom properties
// --privet-font, --privet-accent, --privet-paper and --privet-ink. Nothing here
// moves, so that there is nothing to calm for who prefers reduced motion.

const base = `
  :host { color-scheme: light dark; --accent: var(--privet-accent, light-dark(#1f6f54, #7fd1b0));
    --paper: var(--privet-paper, light-dark(#fff, #1c1f1e)); --ink: var(--privet-ink, light-dark(#1d2321, #eceeed));
    --danger: light-dark(#a32a1c, #ff9d8f); --line: color-mix(in srgb, var(--ink) 18%, transparent); font: 1rem/1.5 var(--privet-font, system-ui, sans-serif); color: var(--ink); }
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
    max-inline-size: calc(100% - 1rem); max-block-size: min(90dvh, 50rem); overflow: auto; overscroll-behavior: contain; box-shadow: 0 1rem 3rem #0004; }
  .close { float: inline-end; margin-block: -.25rem 0; margin-inline: .5rem -.25rem; }
`;

/** What the dialog that asks and the centre have in common. */
const purposes = `
  .purpose { display: grid; grid-template-columns: auto 1fr; gap: 0 .75rem; padding: .625rem 0; border-block-end: 1px solid var(--line); }
  .purpose > :not(input, label) { grid-column: 2; }
  .purpose label { font-weight: 600; }
  [role=switch] { appearance: none; inline-size: 2.5rem; block-size: 1.5rem; margin: 0; border: 2px solid var(--ink); border-radius: 1rem;
    background: transparent; cursor: pointer; }
  [role=switch]::before { content: ""; display: block; inline-size: 1rem; block-size: 1rem; margin: .125rem; border-radius: 50%; background: var(--ink); }
  [role=switch]:checked { background: var(--accent); border-color: var(--accent); }
  [role=switch]:checked::before { margin-inline-start: 1.125rem; background: var(--paper); }
  @media (forced-colors: active) { [role=switch]:checked { background: Highlight; } [role=switch]::before { background: CanvasText; } }
  .chips, .choices, .acts { display: flex; flex-wrap: wrap; gap: .5rem; }
  .chips button { min-block-size: 2rem; }
  [aria-pressed=true] { background: var(--accent); color: var(--paper); border-color: transparent; }
  [aria-pressed=true]:hover { background: color-mix(in srgb, var(--accent) 85%, var(--ink)); }
  details { margin-block-start: .5rem; }
  summary { cursor: pointer; inline-size: fit-content; font-size: .875rem; text-decoration: underline; text-underline-offset: .2em; }
  dl { margin: .5rem 0; font-size: .875rem; }
  dt { font-weight: 600; margin-block-start: .5rem; }
  dd { margin: 0; }
  .fields { list-style: disc; padding-inline-start: 1.25rem; }
`;

export const consentStyle = `${base}${purposes}
  [part=banner] { position: fixed; inset-inline: 0; inset-block-end: 0; z-index: 2147483647; max-inline-size: 44rem; margin: 0 auto; padding: 1rem 1.25rem;
    max-block-size: 70dvh; overflow: auto; background: var(--paper); border: 1px solid var(--line); border-radius: 1rem 1rem 0 0; box-shadow: 0 -.25rem 2rem #0003; }
  [part=banner][hidden] { display: none; }
  [part=banner] .choices { margin-block-start: .75rem; }
  [part=choice] { flex: 1 1 9rem; min-block-size: 2.75rem; font-weight: 600; border: 2px solid var(--ink); }
  [part=dialog] { inline-size: 44rem; }
  [part=dialog]::backdrop { background: #0006; }
  .end { position: sticky; inset-block-end: -1.25rem; margin: 1rem -1.25rem -1.25rem; padding: .75rem 1.25rem; background: var(--paper); border-block-start: 1px solid var(--line); }
  .tip { min-block-size: 1.5rem; inline-size: 1.5rem; padding: 0; margin-inline-start: .375rem; border-radius: 50%; }
  [popover] { margin: auto; max-inline-size: min(22rem, 90vw); padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .75rem;
    background: var(--paper); color: var(--ink); box-shadow: 0 .5rem 2rem #0004; }
  .beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr)); gap: 1rem; margin-block: .75rem; }
  .beside h3 { margin-block-start: 0; }
  ol { margin: 0; padding-inline-start: 1.5rem; }
  .beside li { padding-block: .25rem; overflow-wrap: anywhere; }
  .beside .quiet { display: block; }
`;

export const centerStyle = `${base}${purposes}
  :host { display: block; background: var(--paper); }
  .purpose { border-block-end: 1px solid var(--line); }
  .variety { display: flex; flex-wrap: wrap; justify-content: space-between; margin-block-end: .5rem; font-size: .875rem; }
  .variety input { flex: 1 0 100%; min-inline-size: 0; block-size: 1.75rem; margin: 0; accent-color: var(--accent); }
  h3 label { font: inherit; }
  h4 { margin: .75rem 0 .25rem; font-size: .875rem; }
  .event, .mode, .line { display: flex; align-items: center; gap: .75rem; padding: .375rem 0; }
  .event, .mode { border-block-end: 1px solid var(--line); }
  .event > :first-child, .line > :first-child, .mode > :last-child { flex: 1; min-inline-size: 0; overflow-wrap: anywhere; }
  .event time, .event code { display: block; }
  .mode > button { flex: 0 0 9rem; }
  .interest, .trial { padding-block: .5rem; border-block-end: 1px solid var(--line); }
  .muted strong { text-decoration: line-through; }
  .interest .bar, .muted .bar { block-size: .375rem; border-radius: .25rem; background: var(--line); }
  .bar > i { display: block; block-size: 100%; border-radius: inherit; background: var(--accent); }
  .muted .bar > i { background: transparent; }
  .activity { display: flex; align-items: end; gap: 2px; block-size: 5rem; margin: .5rem 0; padding: 0; list-style: none; border-block-end: 1px solid var(--ink); }
  .activity li { flex: 1; block-size: 100%; display: flex; align-items: end; }
  .activity i { flex: 1; min-block-size: 1px; background: var(--accent); border-radius: 2px 2px 0 0; }
  .acts { margin-block-start: 1.5rem; }
  input[type=password] { display: block; inline-size: min(20rem, 100%); min-block-size: 2.25rem; margin-block: .25rem .5rem; padding: .25rem .5rem;
    font: inherit; color: inherit; background: transparent; border: 1px solid var(--ink); border-radius: .5rem; }
  input[type=file] { display: block; max-inline-size: 100%; margin-block: .25rem .75rem; font: inherit; font-size: .875rem; }
  figure { margin: 1rem 0; }
  figure svg { max-inline-size: 100%; block-size: auto; }
  .danger { border-color: var(--danger); color: var(--danger); }
  [role=status] { min-block-size: 2.5rem; margin-block-start: .5rem; }
  @media (max-width: 24rem) { .mode { flex-wrap: wrap; } .mode > button { flex: 1 0 100%; } }
`;

export const dialogStyle = `${base}
  dialog { inline-size: 36rem; }
  dialog::backdrop { background: #0006; }
`;

export const whyStyle = `${base}
  dialog { inline-size: 24rem; margin: 0; position: fixed; }
  dialog::backdrop { background: #0002; }
  @media (max-width: 30rem) { dialog { inset: auto 0 0 0 !important; inline-size: 100%; max-inline-size: none; border-radius: 1rem 1rem 0 0; } }
  li { margin-block: .75rem; }
  .line { display: flex; gap: .75rem; align-items: baseline; justify-content: space-between; }
  .line > :first-child { overflow-wrap: anywhere; min-inline-size: 0; }
  .line > :last-child { white-space: nowrap; }
  .bar { block-size: .5rem; border-radius: .25rem; background: var(--line); overflow: hidden; }
  .bar > i { display: block; block-size: 100%; border-radius: inherit; background: var(--accent); }
  .bar > .minus { background: var(--danger); margin-inline-start: auto; }
  .total { border-block-start: 1px solid var(--line); padding-block: .5rem; font-weight: 600; }
  .acts { display: flex; flex-wrap: wrap; gap: .5rem; }
  [role=status] { min-block-size: 1.5rem; }
  .forget { min-block-size: 1.75rem; padding-block: 0; margin-block-start: .25rem; }
`;
