// The Model Context Protocol on standard input and output, by its official library: lists the tools and answers their calls
// one after the other. A coded error is an answer too, marked as one; nothing that a call does ends the server.

import { QuiesceError } from '../../engine/program/errors.js';
import { visibleLines } from '../../engine/program/visible.js';
import { asCoded } from '../reportError.js';
import { answers } from './answers.js';
import { checkedArguments } from './arguments.js';
import { tools } from './tools.js';

interface CallResult {
  readonly [key: string]: unknown;
  readonly content: { readonly type: 'text'; readonly text: string }[];
  readonly structuredContent: Record<string, unknown>;
  readonly isError?: true;
}

/** serveTools serves until the other side closes. Throws QSC118 where the library is not installed. */
export async function serveTools(folder: string, version: string): Promise<void> {
  const { Server, StdioServerTransport, types } = await library();
  const server = new Server({ name: 'quiesce', version }, { capabilities: { tools: {} } });
  server.setRequestHandler(types.ListToolsRequestSchema, () => ({
    tools: tools.map(({ name, description, inputSchema }) => ({
      name,
      description,
      inputSchema: { ...inputSchema } as never,
      outputSchema: answers[name]!() as never,
    })),
  }));
  // One call at a time: each may take all cores, and its budget is meant for it alone.
  let before: Promise<unknown> = Promise.resolve();
  server.setRequestHandler(types.CallToolRequestSchema, ({ params }) => {
    const answer = before.then(() => answerCall(params.name, params.arguments, folder));
    before = answer;
    return answer;
  });
  const closed = new Promise<void>((resolve) => {
    server.onclose = resolve;
    process.stdin.once('end', resolve);
  });
  // The library drops a line that it cannot read; whoever wrote it would wait for ever.
  server.onerror = (error) => {
    process.stdout.write(`${JSON.stringify(answerToNone(error))}\n`);
  };
  await server.connect(new StdioServerTransport());
  await closed;
  await server.close();
}

/** The answer to what has no number that could be read: a line that is no JSON, or no message of the protocol. */
function answerToNone(error: Error) {
  const [code, message] = error instanceof SyntaxError ? [-32700, 'Parse error'] : [-32600, 'Invalid request'];
  return {
    jsonrpc: '2.0',
    id: null,
    error: { code, message: `${message}: one JSON-RPC 2.0 message a line is expected` },
  };
}

/** answerCall never throws: what goes wrong is an answer. */
export async function answerCall(name: string, given: unknown, folder: string): Promise<CallResult> {
  try {
    const tool = tools.find((each) => each.name === name);
    const known = tools.map((each) => each.name).join(', ');
    if (!tool)
      throw new QuiesceError('QSC137', `a tool ${JSON.stringify(name)}; there are ${known}`, {
        next: 'list the tools',
      });
    const { text, document } = await tool.call(checkedArguments(tool.inputSchema, given), folder);
    return answerOf(visibleLines(text), document);
  } catch (error) {
    const { code, message, next } = asCoded(error);
    return { ...answerOf(visibleLines(message), { version: 1, error: { code, message, next } }), isError: true };
  }
}

function answerOf(text: string, document: object): CallResult {
  // As JSON has it, a field without a value is none. Names are as they are: this is read by a program, as what --json prints.
  const structuredContent = JSON.parse(JSON.stringify(document));
  return { content: [{ type: 'text', text }], structuredContent };
}

async function library() {
  try {
    const [{ Server }, { StdioServerTransport }, types] = await Promise.all([
      import('@modelcontextprotocol/sdk/server/index.js'),
      import('@modelcontextprotocol/sdk/server/stdio.js'),
      import('@modelcontextprotocol/sdk/types.js'),
    ]);
    return { Server, StdioServerTransport, types };
  } catch (cause) {
    throw new QuiesceError('QSC118', 'a server is asked for, and @modelcontextprotocol/sdk is not installed', {
      cause,
    });
  }
}
