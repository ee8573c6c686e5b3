/** Colours reach a contrast of 4.5 : 1 in both schemes; nothing is told by colour alone. */
export const style = `
:root { color-scheme: light dark; --bg: #ffffff; --panel: #f5f6f8; --text: #16181d; --dim: #50555f; --line: #d3d7de;
  --link: #0b57b8; --bad: #a8141e; --warn: #7a4a00; --good: #12602f; --unsure: #5b3a9c; --bad-bg: #fdecec; --warn-bg: #fdf3e0;
  --good-bg: #e8f5ec; --unsure-bg: #f1ecfb; --drill: #7d9bc4; }
@media (prefers-color-scheme: dark) { :root { --bg: #101216; --panel: #1a1d23; --text: #eceef2; --dim: #a8afbb; --line: #353a44;
  --link: #8ab8ff; --bad: #ff9a9a; --warn: #ffc670; --good: #86dba4; --unsure: #c9b3ff; --bad-bg: #3a1719; --warn-bg: #35270d;
  --good-bg: #12301d; --unsure-bg: #271d3f; --drill: #55739c; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--bg); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
main, header, footer { max-width: 62rem; margin: 0 auto; padding: 0 1rem; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--bg); padding: .5rem; z-index: 1; }
h1 { font-size: 1.5rem; margin: 1rem 0 0; } h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; } h3 { font-size: 1.05rem; margin: 1.5rem 0 .25rem; }
h4 { font-size: .95rem; margin: 1rem 0 .25rem; }
p, ul, ol, dl { margin: .4rem 0; } ul, ol { padding-left: 1.4rem; }
figure { margin: .75rem 0; } header nav { margin-bottom: 1rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; list-style: none; }
.dim { color: var(--dim); } .small { font-size: .875rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .75rem; padding: 0; list-style: none; }
.cards li { background: var(--panel); border: 1px solid var(--line); border-left-width: 6px; border-radius: 6px; padding: .6rem .8rem; }
.cards strong { display: block; font-size: 1.1rem; }
.bad { border-left-color: var(--bad) !important; } .warn { border-left-color: var(--warn) !important; }
.good { border-left-color: var(--good) !important; } .unsure { border-left-color: var(--unsure) !important; }
.tag { display: inline-block; border-radius: 4px; padding: 0 .4rem; font-size: .8125rem; font-weight: 600; white-space: nowrap;
  background: var(--panel); border: 1px solid var(--line); }
.tag.bad { color: var(--bad); background: var(--bad-bg); } .tag.warn { color: var(--warn); background: var(--warn-bg); }
.tag.good { color: var(--good); background: var(--good-bg); } .tag.unsure { color: var(--unsure); background: var(--unsure-bg); }
.wide { overflow-x: auto; } .narrow { display: none; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.n, th.n { text-align: right; }
.alert { border: 1px solid var(--line); border-left: 6px solid var(--line); border-radius: 6px; padding: .6rem .9rem; margin: .75rem 0; background: var(--panel); }
.alert h3 { margin: 0; } .value { font-size: 1.1rem; font-weight: 600; } .grid { display: grid; gap: 0 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr)); }
details { border: 1px solid var(--line); border-radius: 6px; margin: .4rem 0; background: var(--panel); }
.many details { content-visibility: auto; contain-intrinsic-size: auto 3.5rem; }
summary { padding: .55rem .8rem; cursor: pointer; } summary > span { margin-right: .4rem; }
details > div { padding: 0 .8rem .8rem; }
dt { font-weight: 600; } dd { margin: 0 0 .4rem; }
time, .whole { white-space: nowrap; }
code, .any { overflow-wrap: anywhere; } code { font: .9em ui-monospace, monospace; background: var(--panel); }
svg { display: block; max-width: 100%; height: auto; } svg text { fill: var(--text); font: 12px system-ui, sans-serif; }
svg .axis { stroke: var(--line); } svg .series { fill: none; stroke: var(--link); stroke-width: 1.5; }
svg .critical { stroke: var(--bad); } svg .warning { stroke: var(--warn); stroke-dasharray: 6 3; } svg .recovery { stroke: var(--good); stroke-dasharray: 2 3; }
svg .firing { fill: var(--drill); } svg rect.new { fill: var(--bad); } svg .reaching { fill: var(--warn); } svg .waiting { fill: var(--line); } svg .mark { fill: var(--link); }
@media (max-width: 40rem) { figure svg text { font-size: 20px; } .narrow { display: block; } .broad { display: none; }
  table.stack thead { position: absolute; left: -100rem; } table.stack, .stack tbody, .stack tr, .stack th, .stack td { display: block; }
  .stack tr { border-bottom: 1px solid var(--line); padding: .4rem 0; } .stack th, .stack td { border: 0; padding: .1rem 0; }
  .stack td.n { text-align: left; display: inline-block; margin-right: .9rem; } .stack td[data-label]::before { content: attr(data-label) ": "; color: var(--dim); } }
@media (max-width: 22rem) { figure svg text { font-size: 27px; } .narrow svg text { font-size: 15px; } }
@media print { :root { color-scheme: light; } details::details-content { content-visibility: visible; height: auto; } details, .alert, figure, tr { break-inside: avoid; }
  nav, .skip { display: none; } a { color: inherit; } }
`;
