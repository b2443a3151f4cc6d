// DOT drawn as SVG by Graphviz (compiled to WebAssembly: an optional package), in colours that follow light and dark, with a
// title for who does not see it. The same graph gives the same bytes.

import { QuiesceError } from '../../engine/program/errors.js';

/** Colours by phase and by kind of node; what has no rule keeps what Graphviz gave it. */
const style = `
svg{color-scheme:light dark}
text{fill:#1b1f24;font-family:Helvetica,Arial,'Liberation Sans',sans-serif}
.node path,.node polygon{fill:#f6f8fa;stroke:#57606a}
.edge path{stroke:#6e7781}
.edge polygon{fill:#6e7781;stroke:#6e7781}
.edge text{fill:#57606a}
.phase-forward path{fill:#ddf0ff;stroke:#0969da}
.phase-block path{fill:#fff1c5;stroke:#9a6700}
.phase-transfer path{fill:#efe2ff;stroke:#8250df}
.phase-completed path{fill:#d8f8df;stroke:#1a7f37}
@media (prefers-color-scheme:dark){
text{fill:#e6edf3}
.node path,.node polygon{fill:#161b22;stroke:#8d96a0}
.edge path{stroke:#8d96a0}
.edge polygon{fill:#8d96a0;stroke:#8d96a0}
.edge text{fill:#9da7b1}
.phase-forward path{fill:#0c2d5c;stroke:#4493f8}
.phase-block path{fill:#4a3500;stroke:#d4a72c}
.phase-transfer path{fill:#321d5c;stroke:#ab7df8}
.phase-completed path{fill:#0f3d20;stroke:#3fb950}
}`;

/** dotSvg draws DOT. Throws QSC117 where Graphviz is not installed. */
export async function dotSvg(dot: string): Promise<string> {
  const viz = await graphviz();
  const drawn = viz.renderString(dot, { format: 'svg', engine: 'dot' });
  const svg = drawn.slice(drawn.indexOf('<svg')).replace(/<!--[\s\S]*?-->\n?/g, '');
  const opened = svg.replace(/^<svg width="(\d+)pt" height="(\d+)pt"/, '<svg role="img" width="$1" height="$2"');
  return `${opened.replace(/^<svg[^>]*>/, (opening) => `${opening}\n<style>${style}\n</style>`).trimEnd()}\n`;
}

async function graphviz() {
  try {
    const { instance } = await import('@viz-js/viz');
    return await instance();
  } catch (cause) {
    throw new QuiesceError('QSC117', 'an SVG of a graph is asked for, and @viz-js/viz is not installed', { cause });
  }
}
