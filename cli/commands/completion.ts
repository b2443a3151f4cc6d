// quiesce completion: a script that completes commands, their options, and the names of scenarios.

import { Argument, type Command } from 'commander';

const examples = `
Examples:
  quiesce completion bash >> ~/.bashrc
  quiesce completion zsh >> ~/.zshrc
  quiesce completion fish > ~/.config/fish/completions/quiesce.fish`;

/** defineCompletion declares the command. */
export function defineCompletion(command: Command): void {
  command
    .addArgument(new Argument('<shell>', 'for which shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', examples)
    .action(async (shell: Shell) => {
      const { scenarios } = await import('../../scenarios/index.js');
      const names = scenarios.map(({ name }) => name);
      process.stdout.write(scripts[shell](command.parent!.commands.map((one) => one.name()).sort(), names));
    });
}

type Shell = 'bash' | 'zsh' | 'fish';

/** By shell: what completes a first word by commands, and later ones by scenarios and files. */
const scripts: Readonly<Record<Shell, (commands: readonly string[], names: readonly string[]) => string>> =
  Object.freeze({
    bash: (commands, names) => `_quiesce() {
  local word=\${COMP_WORDS[COMP_CWORD]}
  if [ "$COMP_CWORD" -eq 1 ]; then COMPREPLY=($(compgen -W '${commands.join(' ')}' -- "$word"))
  else COMPREPLY=($(compgen -W '${names.join(' ')}' -- "$word") $(compgen -f -- "$word")); fi
}
complete -F _quiesce quiesce
`,
    zsh: (commands, names) => `_quiesce() {
  if (( CURRENT == 2 )); then compadd ${commands.join(' ')}
  else compadd ${names.join(' ')}; _files; fi
}
compdef _quiesce quiesce
`,
    fish: (commands, names) => `complete -c quiesce -n '__fish_use_subcommand' -f -a '${commands.join(' ')}'
complete -c quiesce -n 'not __fish_use_subcommand' -a '${names.join(' ')}'
`,
  });
