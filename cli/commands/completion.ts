// quiesce completion: a script that completes commands, their options, and the names of scenarios.

import { Argument, type Command } from 'commander';

const examples = `
Examples:
  quiesce completion bash >> ~/.bashrc
  quiesce completion zsh >> ~/.zshrc
  mkdir -p ~/.config/fish/completions && quiesce completion fish > ~/.config/fish/completions/quiesce.fish`;

/** defineCompletion declares the command. */
export function defineCompletion(command: Command): void {
  command
    .addArgument(new Argument('<shell>', 'for which shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', examples)
    .action(async (shell: Shell) => {
      const { scenarios } = await import('../../scenarios/index.js');
      const commands = command.parent!.commands.map(completed).sort((a, b) => (a.name < b.name ? -1 : 1));
      process.stdout.write(scripts[shell]({ commands, names: scenarios.map(({ name }) => name) }));
    });
}

type Shell = 'bash' | 'zsh' | 'fish';

interface Completed {
  readonly name: string;
  readonly options: readonly CompletedOption[];
}

interface CompletedOption {
  /** With its two dashes. */
  readonly long: string;
  readonly description: string;
  readonly takesValue: boolean;
}

interface Words {
  readonly commands: readonly Completed[];
  /** Of scenarios. */
  readonly names: readonly string[];
}

function completed(command: Command): Completed {
  const options = command.options.map(({ long, description, required, optional }) => {
    return { long: long!, description, takesValue: required || optional };
  });
  return {
    name: command.name(),
    options: [...options, { long: '--help', description: 'show help', takesValue: false }],
  };
}

/** By shell: what completes a first word by commands, a word with a dash by options, and others by scenarios and files. */
const scripts: Readonly<Record<Shell, (words: Words) => string>> = Object.freeze({
  bash: ({ commands, names }) => `_quiesce() {
  local word=\${COMP_WORDS[COMP_CWORD]} options=
  if [ "$COMP_CWORD" -eq 1 ]; then COMPREPLY=($(compgen -W '${firstWords(commands)}' -- "$word")); return; fi
  case \${COMP_WORDS[1]} in
${cases(commands)}
  esac
  case $word in
    -*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
    *) COMPREPLY=($(compgen -W '${names.join(' ')}' -- "$word") $(compgen -f -- "$word")) ;;
  esac
}
complete -F _quiesce quiesce
`,
  zsh: ({ commands, names }) => `_quiesce() {
  local options=
  if (( CURRENT == 2 )); then compadd -- ${firstWords(commands)}; return; fi
  case $words[2] in
${cases(commands)}
  esac
  if [[ $PREFIX == -* ]]; then compadd -- \${=options}
  else compadd -- ${names.join(' ')}; _files; fi
}
compdef _quiesce quiesce
`,
  fish: ({ commands, names }) => {
    const first = `complete -c quiesce -n '__fish_use_subcommand' -f -a '${firstWords(commands)}'`;
    const named = `complete -c quiesce -n 'not __fish_use_subcommand' -a '${names.join(' ')}'`;
    return `${[first, named, ...commands.flatMap(fishOptions)].join('\n')}\n`;
  },
});

function firstWords(commands: readonly Completed[]): string {
  return [...commands.map(({ name }) => name), '--help', '--version'].join(' ');
}

/** The options of a command, as bash and zsh choose between them. */
function cases(commands: readonly Completed[]): string {
  const line = ({ name, options }: Completed) =>
    `    ${name}) options='${options.map(({ long }) => long).join(' ')}' ;;`;
  return commands.map(line).join('\n');
}

function fishOptions({ name, options }: Completed): readonly string[] {
  return options.map(({ long, description, takesValue }) => {
    const said = description.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
    const value = takesValue ? ' -r' : '';
    return `complete -c quiesce -n '__fish_seen_subcommand_from ${name}' -l ${long.slice(2)}${value} -d '${said}'`;
  });
}
