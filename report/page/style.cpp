#include "report/page/style.h"

namespace nhs::report::page {

std::string_view style_sheet() {
  return R"css(
:root{color-scheme:light dark;
--ground:#ffffff;--panel:#f0f4f5;--ink:#212b32;--quiet:#4c6272;--rule:#d8dde0;--line:#768692;
--main:#005eb8;--band:#d2e2f1;--edge:#648ab0;--bad:#b04a00;--neither:#82919b;--mark:#9a3b00}
@media (prefers-color-scheme:dark){:root{
--ground:#12181c;--panel:#1d262c;--ink:#e8edee;--quiet:#b3bfc7;--rule:#37434b;--line:#7d8b95;
--main:#6cb6ff;--band:#17395a;--edge:#4d80b0;--bad:#ff9d4d;--neither:#75838d;--mark:#ffb066}}
*{box-sizing:border-box}
html{font-size:100%;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;max-width:58rem;padding:1.5rem 1.25rem 4rem;background:var(--ground);color:var(--ink);
font:1.0625rem/1.55 Frutiger,"Frutiger Linotype","Segoe UI",Arial,"Liberation Sans",sans-serif}
h1{font-size:clamp(1.75rem,1.2rem + 2.4vw,2.75rem);line-height:1.15;letter-spacing:-.01em;margin:1.25rem 0 .5rem;
max-width:20em;text-wrap:balance}
h2{font-size:1.625rem;line-height:1.25;margin:4rem 0 1rem;padding-top:1.25rem;border-top:1px solid var(--rule)}
h3{font-size:1.1875rem;line-height:1.3;margin:2.5rem 0 .75rem}
p,ul,ol{margin:0 0 1rem;max-width:42rem}
ul,ol{padding-left:1.25rem}
li{margin-bottom:.35rem}
a{color:var(--main);text-underline-offset:.15em}
a:hover{text-decoration-thickness:.15em}
.audience{display:inline-block;margin:0;padding:.3rem .75rem;background:var(--panel);border-left:.375rem solid var(--mark);
font-size:.9375rem;font-weight:bold;max-width:none}
.subtitle{color:var(--quiet);font-size:1.125rem;margin-bottom:2rem}
.summary{font-size:1.25rem;line-height:1.6;border-left:.375rem solid var(--main);padding-left:1.25rem;
margin:0 0 2rem;max-width:46rem}
nav ol{columns:2;column-gap:2.5rem;font-size:1rem;padding-left:1.5rem}
nav li{break-inside:avoid;padding-left:.25rem}
.caution{padding:.7rem 1rem;background:var(--panel);border-left:.375rem solid var(--line);font-size:1rem;max-width:44rem}
.cards{list-style:none;padding:0;max-width:none;display:grid;gap:1rem;
grid-template-columns:repeat(auto-fill,minmax(min(100%,16.5rem),1fr))}
.cards li{margin:0;padding:1rem 1.125rem;background:var(--panel);border-top:.25rem solid var(--main)}
.cards p{margin:0;font-size:.9375rem;line-height:1.5}
.cards .name{font-size:1.0625rem;font-weight:bold}
.cards .big{font-size:2.25rem;line-height:1.2;font-weight:bold;margin:.25rem 0 .5rem;font-variant-numeric:tabular-nums}
.cards small{font-size:.9375rem;font-weight:normal;color:var(--quiet)}
.cards svg{margin:0 0 .75rem;max-width:16rem}
.mark{color:var(--mark);font-weight:bold;margin-top:.6rem!important}
.mark::before{content:"\25C6\00A0"}
figure{margin:0 0 1.75rem}
figcaption{margin-bottom:.9rem;max-width:42rem}
svg{display:block;width:100%;height:auto;max-width:46rem}
details{margin:.75rem 0 1.25rem}
summary{cursor:pointer;color:var(--main);font-size:1rem;padding:.25rem 0;width:fit-content;max-width:100%}
summary:hover{text-decoration:underline}
.scroll{overflow-x:auto;margin:0 0 1.25rem}
table{border-collapse:collapse;font-size:.9375rem;line-height:1.4;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:bold;padding:.5rem 0}
@media screen{td{white-space:nowrap}
caption{position:sticky;left:0;width:fit-content;max-width:min(42rem,100vw - 2rem)}}
th,td{padding:.4rem 1.25rem .4rem 0;border-bottom:1px solid var(--rule);text-align:right;vertical-align:top}
th:last-child,td:last-child{padding-right:.25rem}
thead th{vertical-align:bottom;border-bottom:2px solid var(--line)}
th:first-child{text-align:left}
tbody th{font-weight:normal;min-width:7rem}
blockquote{margin:0 0 1.25rem;padding:.1rem 0 .1rem 1.25rem;border-left:.25rem solid var(--main);max-width:42rem}
blockquote p{margin:0 0 .25rem;white-space:pre-line;overflow-wrap:anywhere}
blockquote footer{color:var(--quiet);font-size:.9375rem}
body>footer{margin-top:4rem;padding-top:1rem;border-top:1px solid var(--rule);color:var(--quiet);font-size:.9375rem}
:focus-visible{outline:3px solid var(--mark);outline-offset:3px}
svg text{font:13px Frutiger,"Frutiger Linotype","Segoe UI",Arial,"Liberation Sans",sans-serif;fill:var(--ink)}
svg line,svg path{vector-effect:non-scaling-stroke}
svg .note{fill:var(--quiet)}
svg .axis{stroke:var(--line)}
svg .grid{stroke:var(--rule)}
svg .break{stroke:var(--line);stroke-width:1.5;stroke-dasharray:3 3}
svg .band{fill:var(--band);stroke:var(--edge);stroke-width:1}
svg .share{fill:none;stroke:var(--main);stroke-width:2.5;stroke-linejoin:round}
svg .point{fill:var(--main)}
svg .hollow{fill:var(--ground);stroke:var(--main);stroke-width:2}
svg .signal{fill:var(--mark);stroke:var(--ground);stroke-width:1.5}
svg .mean{stroke:var(--quiet);stroke-width:1.5}
svg .limit{stroke:var(--quiet);stroke-width:1.5;stroke-dasharray:7 4}
svg .rail{fill:var(--panel)}
svg .bar{fill:var(--main)}
svg .whisker{stroke:var(--ink);stroke-width:2}
svg .people{stroke:var(--ink);stroke-width:3}
svg .good{fill:var(--main)}
svg .neither{fill:var(--neither)}
svg .bad{fill:var(--bad)}
@media (max-width:40rem){body{padding:1rem 1rem 3rem}h2{margin-top:3rem;font-size:1.4375rem}nav ol{columns:1}
.summary{font-size:1.125rem;padding-left:1rem}svg text{font-size:22px}
figure .signal{stroke:var(--mark);stroke-width:2}}
@media print{@page{size:A4;margin:18mm 16mm}
:root{--ground:#ffffff;--panel:#f0f4f5;--ink:#212b32;--quiet:#4c6272;--rule:#d8dde0;--line:#768692;
--main:#005eb8;--band:#d2e2f1;--edge:#648ab0;--bad:#b04a00;--neither:#82919b;--mark:#9a3b00}
body{max-width:none;padding:0;font-size:10.5pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
nav,summary{display:none}h2{margin-top:2rem}h2,h3,figcaption,caption{break-after:avoid}
figcaption,figure svg,.cards li,blockquote,tr{break-inside:avoid}p{orphans:3;widows:3}
.cards{grid-template-columns:repeat(3,1fr)}.scroll{overflow:visible}table{font-size:8.5pt}
th,td{padding-right:.5rem}
details::details-content{content-visibility:visible;block-size:auto}}
)css";
}

std::string_view style_digest() { return "sha256-EaTeHqjCjY///FaPpRUEFjJ1a5X6/CZqGG0D86moUjs="; }

}  // namespace nhs::report::page
