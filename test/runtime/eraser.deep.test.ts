// The eraser itself: the output with hooks is the output without them but for the hooks; what is folded does what is not; and
// an eraser with a defect is found out by the checks that drive what it has made.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { edited } from '../../mutants/edits.js';
import type { Edit } from '../../mutants/mutant.js';
import { erase } from '../../runtime/erase/erase.js';
import { type Flavour, flavours } from '../../runtime/erase/flavour.js';
import { scenarios, variantNamed } from '../../scenarios/index.js';
import { compareByAwait } from './drivenByAwait.js';
import { compareByOperation } from './drivenByOperation.js';
import { sources, written } from './mutatedText.js';

const root = join(import.meta.dirname, '../..');
const { synchronousCalls: _, ...options } = flavours.eventLoop.options;
/** As a service runs it, with its events; without calls that cannot be held back, which the scenarios of old have not. */
const folded: Flavour = { ...flavours.stepped, name: 'folded', options };

/** Scenarios in which each part of the mechanism acts. */
const grounds = [
  'exceptionInFlight@asItIs',
  'backToBackSwaps@asItIs',
  'abortBeforeCommit@withDeadline',
  'conditionAcrossCalls@withBlockDeadline',
].map((ground) => {
  const [at, mechanism] = ground.split('@') as [string, string];
  const scenario = scenarios.find(({ name }) => name === at)!;
  return { ground, scenario, variant: variantNamed(scenario, mechanism) };
});

describe('the text with hooks', () => {
  const plain = erase(sources(), { ...flavours.hooked, hooks: false });
  const hooked = erase(sources(), flavours.hooked);

  it('is the text without them, but for the hooks', () => {
    const files = [...plain.texts.keys()].filter((file) => file.startsWith('hotswap/'));

    expect(files.length).toBeGreaterThan(15);
    for (const file of files) expect(withoutHooks(hooked.texts.get(file)!)).toBe(withoutHooks(plain.texts.get(file)!));
  });

  it('has a hook at each operation', () => {
    const text = hooked.texts.get('hotswap/mediator.js')!;

    expect(text.match(/yield '/g)!.length).toBeGreaterThan(5);
    expect(text).toContain("(yield 'fetchAdd', fetchAdd(");
  });
});

describe('what is folded', () => {
  it('does what is not folded', async () => {
    const folder = written(sources(), [folded]);
    const { scenario, variant } = grounds[2]!;

    for (let seed = 1; seed <= 6; seed++) await compareByAwait(folder, scenario, variant, seed, 'folded');

    expect(readFileSync(join(folder, 'folded/hotswap/swap.js'), 'utf8')).not.toContain('.options.abort');
  });
});

interface EraserMutant {
  readonly name: string;
  readonly edit: Edit;
}

const at = (file: string, find: string, replace: string): Edit => ({ file: `runtime/erase/${file}`, find, replace });

const eraserMutants: readonly EraserMutant[] = [
  { name: 'an await is lost', edit: at('writer.ts', "if (performed.place === 'tail') return made;", 'return made;') },
  {
    name: 'a finally is dropped',
    edit: at(
      'simplify.ts',
      'if (!node.finallyBlock || !isNothing(node.finallyBlock)) return node;',
      'if (!node.finallyBlock) return node;',
    ),
  },
  {
    name: 'an epilog comes before the promise is settled',
    edit: at('splitting.ts', "factory.createLogicalNot(factory.createIdentifier('isPending'))", 'factory.createTrue()'),
  },
  {
    name: 'the other branch of a decision is folded away',
    edit: at(
      'simplify.ts',
      'const taken = known.value ? node.thenStatement : node.elseStatement;',
      'const taken = known.value ? node.elseStatement : node.thenStatement;',
    ),
  },
  {
    name: 'an equality is folded wrongly',
    edit: at('simplify.ts', 'literal(left.value === right.value)', 'literal(left.value !== right.value)'),
  },
  {
    name: 'whoever calls is told in the wrong place',
    edit: at(
      'colours.ts',
      'return this.#kept.has(each) || parameters.length === 1 ? parameters.length : 0;',
      'return parameters.length < 0 ? 1 : 0;',
    ),
  },
];

describe('an eraser with a defect', () => {
  /** A promise that a defective text has forgotten may be rejected: that is for the checks to notice, and no error of theirs. */
  const listeners = process.listeners('unhandledRejection');
  beforeAll(() => {
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', () => {});
  });
  afterAll(() => {
    process.removeAllListeners('unhandledRejection');
    for (const each of listeners) process.on('unhandledRejection', each);
  });

  it.each(eraserMutants)('is found out: $name', async ({ edit }) => {
    const { erase: defective } = await eraserWith(edit);

    expect(await whatIsSeen(defective)).not.toBe('nothing');
  });

  it('is told from the sound one, of which nothing is seen', async () => {
    expect(await whatIsSeen(erase)).toBe('nothing');
  });
});

type Eraser = typeof erase;

/** What the checks say of what an eraser makes. */
async function whatIsSeen(by: Eraser): Promise<string> {
  try {
    const folder = written(sources(), ['hooked', 'stepped', folded], by);
    for (const { scenario, variant, ground } of grounds) {
      for (let seed = 1; seed <= 2; seed++) {
        await compareByOperation(folder, scenario, variant, seed);
        await compareByAwait(folder, scenario, variant, seed);
        if (ground.endsWith('withDeadline')) await compareByAwait(folder, scenario, variant, seed, 'folded');
      }
    }
    return 'nothing';
  } catch (error) {
    return String(error);
  }
}

let erasers = 0;

/** The eraser with an edit, compiled beside the sound one. */
async function eraserWith(edit: Edit): Promise<{ readonly erase: Eraser }> {
  const folder = join(root, 'dist/runtime', `eraser${process.pid}-${erasers++}`);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(join(root, 'runtime/erase')).filter((name) => name !== 'main.ts')) {
    const text = readFileSync(join(root, 'runtime/erase', file), 'utf8');
    const own = edit.file.endsWith(`/${file}`) ? edited(text, [edit]) : text;
    const compilerOptions = {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ES2022,
      verbatimModuleSyntax: true,
    };
    writeFileSync(join(folder, file.replace('.ts', '.js')), ts.transpileModule(own, { compilerOptions }).outputText);
  }
  return import(pathToFileURL(join(folder, 'erase.js')).href);
}

/** The text without hooks, generators, parentheses, imports and comments, printed. */
function withoutHooks(text: string): string {
  const source = ts.createSourceFile('erased.js', text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const visit = (node: ts.Node): ts.VisitResult<ts.Node | undefined> => {
    if (ts.isImportDeclaration(node)) return undefined;
    if (ts.isParenthesizedExpression(node)) return ts.visitNode(node.expression, visit);
    if (ts.isYieldExpression(node) && node.asteriskToken) return ts.visitNode(node.expression!, visit);
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.CommaToken &&
      ts.isYieldExpression(node.left)
    )
      return ts.visitNode(node.right, visit);
    if (ts.isFunctionDeclaration(node)) {
      const { modifiers, name, parameters, body } = node;
      const plain = ts.factory.createFunctionDeclaration(
        modifiers,
        undefined,
        name,
        undefined,
        parameters,
        undefined,
        body,
      );
      return ts.visitEachChild(plain, visit, undefined);
    }
    return ts.visitEachChild(node, visit, undefined);
  };
  const transformed = ts.visitEachChild(source, visit, undefined);
  return ts.createPrinter({ removeComments: true }).printFile(transformed);
}
