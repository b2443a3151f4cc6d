// The process of the solver from npm: reads SMT-LIB from standard input, line by line, and evaluates what it has read at
// each echo, which says that a question is whole. The library keeps threads of its own alive: they end with the process.
// Its own wrapper lays the text on the stack of the main thread and returns while another thread still reads it there; so
// the text is laid into memory that is kept until the answer has come.

import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

interface Library {
  readonly Z3: { mk_config(): number; mk_context(config: number): number };
  readonly em: {
    readonly HEAPU8: Uint8Array;
    _malloc(size: number): number;
    _free(address: number): void;
    async_call(start: () => void): Promise<string>;
    _async_Z3_eval_smtlib2_string(context: number, text: number): void;
  };
}

const library = createRequire(import.meta.url)('z3-solver') as { init(): Promise<Library> };
const { Z3, em } = await library.init();
const context = Z3.mk_context(Z3.mk_config());

async function evaluate(text: string): Promise<string> {
  const bytes = Buffer.from(`${text}\0`);
  const address = em._malloc(bytes.length);
  em.HEAPU8.set(bytes, address);
  const answer = await em.async_call(() => em._async_Z3_eval_smtlib2_string(context, address));
  em._free(address);
  return answer;
}

let question = '';
for await (const line of createInterface({ input: process.stdin })) {
  question += `${line}\n`;
  if (!line.startsWith('(echo ')) continue;
  process.stdout.write(await evaluate(question));
  question = '';
}
process.exit(0);
