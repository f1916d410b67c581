/** One page, light and dark; no colour carries a meaning alone. */
export const STYLE = `:root{color-scheme:light dark;--paper:#f8f7f4;--card:#fff;--ink:#1c2024;--soft:#565d66;--line:#dbd8d1;--blue:#0a57a4;--blue-tint:#e4eef9;--error:#a01c14;--error-tint:#fbe7e5;--warning:#734700;--warning-tint:#f9eed9;--ok:#1d5e36;--grey-tint:#eeece7}
@media (prefers-color-scheme:dark){:root{--paper:#121417;--card:#1a1d21;--ink:#e9e7e3;--soft:#a7aeb7;--line:#343a41;--blue:#8dbdf7;--blue-tint:#18293f;--error:#ffa198;--error-tint:#3c1d1b;--warning:#f0c06a;--warning-tint:#352a14;--ok:#8bd6a5;--grey-tint:#262a2f}}
*{box-sizing:border-box}
html{scroll-padding-top:5rem}
body{margin:0 auto;padding:2.5rem clamp(1rem,4vw,3rem) 5rem;max-width:76rem;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,sans-serif;overflow-wrap:anywhere}
h1{margin:0;font-size:1.9rem;font-weight:650;letter-spacing:-.02em;line-height:1.2}
h2{margin:3rem 0 1rem;font-size:1.25rem;font-weight:650;letter-spacing:-.01em}
h3{display:inline;margin:0;font-size:1.05rem;font-weight:400;color:var(--soft)}
h3 b{font-weight:650;color:var(--ink)}
h4{margin:1.25rem 0 .5rem;font-size:.8rem;font-weight:650;color:var(--soft);letter-spacing:.04em;text-transform:uppercase}
p,ul,dl{margin:.4rem 0}
header p{max-width:44rem;color:var(--soft)}
ul{padding-left:1.1rem}
code{font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
code b{color:var(--warning);font-weight:700}
code i{color:var(--soft)}
a{color:var(--blue)}
:focus-visible{outline:3px solid var(--blue);outline-offset:2px;border-radius:3px}
#roles:focus{outline:0}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:.5rem;padding:.5rem 1rem;background:var(--card)}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.soft{color:var(--soft);font-size:.9rem}
.strip{display:flex;flex-wrap:wrap;gap:1px;margin:1.75rem 0 0;border:1px solid var(--line);border-radius:10px;overflow:hidden;background:var(--line)}
.strip div{flex:1 1 8rem;padding:.8rem 1rem;background:var(--card)}
.strip dt{color:var(--soft);font-size:.85rem}
.strip dd{margin:0;font-size:1.7rem;font-weight:600;line-height:1.25;font-variant-numeric:tabular-nums}
.error dd,.error>b:first-child{color:var(--error)}
.warning dd,.warning>b:first-child{color:var(--warning)}
.ok>b:first-child{color:var(--ok)}
.tag{padding:.1rem .5rem;border-radius:99px;background:var(--grey-tint);font-size:.78rem;font-weight:600;white-space:nowrap}
.tag.error{background:var(--error-tint);color:var(--error)}
.tag.warning{background:var(--warning-tint);color:var(--warning)}
.tag.write{background:var(--blue-tint);color:var(--blue)}
.mark{margin:.6rem 0;padding:.1rem 0 .1rem .8rem;border-left:3px solid var(--line)}
.mark.error{border-color:var(--error)}
.mark.warning{border-color:var(--warning)}
.mark.ok{border-color:var(--ok)}
.findings{padding:0;list-style:none}
.rules{padding:0;list-style:none}
.rules li{padding:.35rem 0;border-top:1px solid var(--line)}
.rules~h3{display:block;margin-top:1.5rem}
.diff{padding:0;list-style:none;font:.875rem/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
ins,del{display:block;padding:.05rem .5rem;text-decoration:none;background:var(--blue-tint)}
del{background:var(--error-tint)}
summary{cursor:pointer}
figure{margin:0}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:10px;background:var(--card);padding:1rem}
svg{display:block;width:100%;min-width:44rem;height:auto;font:12.5px system-ui,sans-serif;fill:var(--ink)}
.head{font-weight:650;fill:var(--soft)}
tspan{font-size:12.5px;fill:var(--soft)}
rect{fill:var(--paper);stroke:var(--line)}
.node.error rect{stroke:var(--error)}
.node.warning rect{stroke:var(--warning)}
.node[data-q]{cursor:pointer}
.tail{text-anchor:end;fill:var(--soft);font-size:11px}
.node.error .tail{fill:var(--error)}
.node.warning .tail{fill:var(--warning)}
path{fill:none;stroke:var(--soft);stroke-width:1.2}
path.write{stroke:var(--blue);stroke-width:1.8}
path.through{stroke-dasharray:5 4}
path.read{stroke-dasharray:1 3}
.off{opacity:.15}
figcaption{margin:.6rem 0;color:var(--soft);font-size:.9rem}
.key{margin-right:1rem;white-space:nowrap}
.key:before{content:"";display:inline-block;width:1.8rem;margin-right:.5rem;border-top:2px dotted var(--soft);vertical-align:middle}
.key.a:before{border-top-style:solid}
.key.w:before{border-top:2px solid var(--blue)}
.key.t:before{border-top-style:dashed}
table{width:100%;border-collapse:collapse;font-size:.95rem}
th,td{padding:.45rem .75rem .45rem 0;border-top:1px solid var(--line);text-align:left;vertical-align:top;font-weight:400}
td:last-child{padding-right:0}
.may{table-layout:fixed}
th[scope=rowgroup]{padding-top:.9rem;border:0;font-weight:650}
td ul{margin:0;padding:0;list-style:none}
.deny{color:var(--soft)}
.bar{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;margin:0 -.5rem 1rem;padding:.6rem .5rem;background:var(--paper);border-bottom:1px solid var(--line)}
.bar label{display:flex;gap:.6rem;align-items:center;min-width:0;overflow-wrap:normal}
.bar label:first-child{flex:1 1 16rem}
input,select,button{padding:.4rem .7rem;border:1px solid var(--soft);border-radius:7px;background:var(--card);color:inherit;font:inherit}
input,select{min-width:0}
input{flex:1}
::placeholder{color:var(--soft);opacity:1}
output{color:var(--soft);font-variant-numeric:tabular-nums}
article{margin:0 0 .75rem;padding:.9rem 1.1rem;border:1px solid var(--line);border-radius:10px;background:var(--card)}
.many .body{content-visibility:auto;contain-intrinsic-size:auto 20rem}
.gist{display:block;margin-left:1.05rem;color:var(--soft);font-size:.9rem}
.columns{display:grid;gap:0 2.5rem}
details details summary{color:var(--soft);font-size:.9rem}
[hidden]{display:none}
@media (min-width:62rem){.columns{grid-template-columns:minmax(0,5fr) minmax(0,6fr)}.columns th{overflow-wrap:break-word}}
@media (max-height:30rem),(max-width:40rem){.bar{position:static}html{scroll-padding-top:1rem}}
@media print{.bar,.skip{display:none}body{max-width:none;padding:0}article{break-inside:avoid}.many .body{content-visibility:visible}svg{min-width:0}}`;
