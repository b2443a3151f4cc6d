// quiesce mcp: the tool for programs that drive it, over the Model Context Protocol on standard input and output.

import type { Command } from 'commander';

const examples = `
Serves verify, explore, replay, step, conform and validate. Each call has a budget of seconds and states, whose end is
inconclusive; each answer has a few lines of text, and the versioned document that the command prints with --json. Nothing
outside of the working folder is read for a caller. A file is code: it runs with your rights.

An entry for a client's configuration:
  { "mcpServers": { "quiesce": { "command": "npx", "args": ["quiesce", "mcp"] } } }`;

/** defineMcp declares the command. */
export function defineMcp(command: Command): void {
  command.addHelpText('after', examples).action(run);
}

async function run(): Promise<void> {
  const [{ serveTools }, { readFileSync }, { packageRoot }, { userFolder }] = await Promise.all([
    import('../mcp/server.js'),
    import('node:fs'),
    import('../../runner/packageRoot.js'),
    import('../../runner/invocation.js'),
  ]);
  await serveTools(userFolder, JSON.parse(readFileSync(`${packageRoot}/package.json`, 'utf8')).version);
}
