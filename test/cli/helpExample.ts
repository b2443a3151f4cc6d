// The examples that the help texts give, as words: those of a command, up to where their explanation begins.

import { programOf } from '../../cli/program.js';

/** helpOf is what `quiesce COMMAND --help` prints; without a command, that of the tool. */
async function helpOf(command: string | undefined): Promise<string> {
  const program = await programOf(command === undefined ? [] : [command]);
  const asked = program.commands.find((each) => each.name() === command) ?? program;
  let text = '';
  asked.configureOutput({
    writeOut: (part) => {
      text += part;
    },
  });
  asked.outputHelp();
  return text;
}

/** examplesIn gives each example line of a help text, without its explanation. */
function examplesIn(help: string): readonly string[] {
  const lines = help.split('\nExamples:\n')[1]?.split('\n') ?? [];
  const of = lines.filter((line) => /^ {2}(mkdir -p \S+ && )?quiesce /.test(line));
  return of.map((line) => line.trim().split(/ {2,}/)[0]!);
}

/** allExamples lists those of the tool and of every command. */
export async function allExamples(): Promise<readonly string[]> {
  const commands = (await programOf([])).commands.map((command) => command.name());
  const texts = await Promise.all([undefined, ...commands].map(helpOf));
  return texts.flatMap(examplesIn);
}

/** wordsOf is what a shell makes of a line, up to where it sends the output elsewhere. */
export function wordsOf(line: string): readonly string[] {
  const [command] = line.replace(/^mkdir -p \S+ && /, '').split(/ (?:>>?|\|) /);
  return [...command!.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!).slice(1);
}
