// A predicate's answers as a decision tree: it asks for one thing after the other (a cell, a label, a status), and what
// it asks next depends only on the answers so far. So a path of answers determines the result, and the predicate itself
// runs once per distinct path. Paths are walked once for nearly every state: with search.ts this is the hot loop, and
// the tree stands in flat arrays.

import { widened } from '../threads/widened.js';

/** Paths kept at most; beyond, the predicate is simply asked each time. */
const pathsMax = 200_000;

/** Whoever answers questions, which are numbers, with numbers. */
export interface Answers {
  /** Answers a question for the tree, which has asked it before. */
  answerAgain(question: number): number;
}

/** Answers below this have a place of their own; all others, and the negative, are looked up in a map. Nearly all are small. */
const nearMax = 1024;

/** What follows an answer: nothing known, a result, or a branch (its number, from `branches` on). */
const UNKNOWN = 0;
const FALSE = 1;
const TRUE = 2;
const branches = 3;

/** A way through the tree: what was asked, in order, what was told, and the result. */
export interface DecisionPath {
  readonly questions: readonly number[];
  readonly told: readonly number[];
  readonly result: boolean;
}

export class DecisionTree {
  #root = UNKNOWN;
  #paths = 0;
  #count = 0;
  // By branch: its question, where the places of its answers begin in `following`, and how many it has.
  #question = new Int32Array(64);
  #first = new Int32Array(64);
  #places = new Int32Array(64);
  #following = new Int32Array(256);
  #used = 0;
  readonly #far = new Map<string, number>();

  /** The result along the answers, or undefined where the path is new. */
  find(answers: Answers): boolean | undefined {
    let at = this.#root;
    while (at >= branches) {
      const branch = at - branches;
      at = this.#after(branch, answers.answerAgain(this.#question[branch]!));
    }
    return at === UNKNOWN ? undefined : at === TRUE;
  }

  /** How many paths are kept. */
  get size(): number {
    return this.#paths;
  }

  /**
   * Keeps a result under the questions that were asked for it, in order, and what was told. False where other questions
   * were asked than the same answers led to before: then the predicate depends on more than it asks.
   */
  keep(questions: readonly number[], answers: Answers, result: boolean): boolean {
    if (this.#paths >= pathsMax) return true;
    this.#paths++;
    const end = result ? TRUE : FALSE;
    if (this.#root === UNKNOWN) this.#root = this.#next(questions, 0, end);
    let at = this.#root;
    for (let index = 0; at >= branches; index++) {
      const branch = at - branches;
      if (this.#question[branch] !== questions[index]) return false;
      const told = answers.answerAgain(questions[index]!);
      if (this.#after(branch, told) === UNKNOWN) this.#set(branch, told, this.#next(questions, index + 1, end));
      at = this.#after(branch, told);
    }
    return true;
  }

  /** Those of the paths whose position, from 0 in the order of their answers, is picked. */
  paths(isPicked: (position: number) => boolean): DecisionPath[] {
    const far = this.#farByBranch();
    const found: DecisionPath[] = [];
    const [questions, told]: [number[], number[]] = [[], []];
    let position = 0;
    const visit = (at: number): void => {
      if (at < branches) {
        if (at !== UNKNOWN && isPicked(position++))
          found.push({ questions: questions.slice(), told: told.slice(), result: at === TRUE });
        return;
      }
      const branch = at - branches;
      questions.push(this.#question[branch]!);
      for (const [answer, next] of this.#answers(branch, far)) {
        told.push(answer);
        visit(next);
        told.pop();
      }
      questions.pop();
    };
    visit(this.#root);
    return found;
  }

  *#answers(branch: number, far: ReadonlyMap<number, [number, number][]>): Iterable<[number, number]> {
    for (let answer = 0; answer < this.#places[branch]!; answer++)
      yield [answer, this.#following[this.#first[branch]! + answer]!];
    yield* far.get(branch) ?? [];
  }

  #farByBranch(): Map<number, [number, number][]> {
    const byBranch = new Map<number, [number, number][]>();
    for (const [key, next] of this.#far) {
      const [branch, answer] = key.split(',').map(Number) as [number, number];
      const answers = byBranch.get(branch) ?? [];
      answers.push([answer, next]);
      byBranch.set(branch, answers);
    }
    return byBranch;
  }

  /** What stands for the question at an index: a new branch, or the result after the last one. */
  #next(questions: readonly number[], index: number, end: number): number {
    return index === questions.length ? end : this.#branch(questions[index]!);
  }

  #branch(question: number): number {
    const branch = this.#count++;
    if (branch === this.#question.length) {
      this.#question = widened(this.#question, branch + 1);
      this.#first = widened(this.#first, branch + 1);
      this.#places = widened(this.#places, branch + 1);
    }
    this.#question[branch] = question;
    return branch + branches;
  }

  #after(branch: number, told: number): number {
    if (told >= 0 && told < this.#places[branch]!) return this.#following[this.#first[branch]! + told]!;
    return told >= 0 && told < nearMax ? UNKNOWN : (this.#far.get(`${branch},${told}`) ?? UNKNOWN);
  }

  #set(branch: number, told: number, next: number): void {
    if (told < 0 || told >= nearMax) this.#far.set(`${branch},${told}`, next);
    else {
      if (told >= this.#places[branch]!) this.#makeRoom(branch, told + 1);
      this.#following[this.#first[branch]! + told] = next;
    }
  }

  /** Moves the places of a branch to the end, where there are more; the old ones are lost. */
  #makeRoom(branch: number, needed: number): void {
    const places = Math.max(4, 2 ** Math.ceil(Math.log2(needed)));
    if (this.#used + places > this.#following.length) {
      this.#following = widened(this.#following, this.#used + places);
    }
    const old = this.#first[branch]!;
    this.#following.copyWithin(this.#used, old, old + this.#places[branch]!);
    this.#first[branch] = this.#used;
    this.#places[branch] = places;
    this.#used += places;
  }
}
