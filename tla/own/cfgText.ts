// A configuration as TLC reads it: words, sections that begin with a keyword wherever it stands, comments of both kinds.

const keyword =
  /^(SPECIFICATION|INIT|NEXT|CONSTANTS?|INVARIANTS?|PROPERTY|PROPERTIES|SYMMETRY|CONSTRAINTS?|ACTION_CONSTRAINTS?|VIEW|ALIAS|POSTCONDITION|CHECK_DEADLOCK|TERMINAL|_\w+)$/;

export interface CfgSection {
  readonly keyword: string;
  readonly words: readonly string[];
}

/** cfgSections splits a configuration. */
export function cfgSections(text: string): readonly CfgSection[] {
  const code = text.replace(/"(?:[^"\\\n]|\\.)*"|\(\*[\s\S]*?\*\)|\\\*[^\n]*/g, (found) =>
    found.startsWith('"') ? found : ' ',
  );
  const words = code.match(/"(?:[^"\\\n]|\\.)*"|<-|[{}(),=[\]]|[^\s{}(),=[\]"]+/g) ?? [];
  const sections: { keyword: string; words: string[] }[] = [];
  for (const word of words) {
    if (keyword.test(word)) sections.push({ keyword: word, words: [] });
    else sections.at(-1)?.words.push(word);
  }
  return sections;
}

/** isOfConstants tells whether a section gives constants their values. */
export function isOfConstants({ keyword: word }: CfgSection): boolean {
  return /^CONSTANTS?$/.test(word);
}

/** wordsOf lists the words of the sections with a keyword, its plural included. */
export function wordsOf(sections: readonly CfgSection[], pattern: RegExp): readonly string[] {
  return sections.filter((section) => pattern.test(section.keyword)).flatMap(({ words }) => words);
}
