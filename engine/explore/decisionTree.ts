// A predicate's answers as a decision tree: it asks for one thing after the other (a cell, a label, a status), and what
// it asks next depends only on the answers so far. So a path of answers determines the result, and the predicate itself
// runs once per distinct path.

/** Paths kept at most; beyond, the predicate is simply asked each time. */
const pathsMax = 200_000;

/** What a predicate asked, as a number, and what it was told. */
export type Answer = (question: number) => number;

/** Answers below this are looked up in an array, all others in a map: nearly all are small. */
const nearMax = 1024;

interface Branch {
  readonly question: number;
  readonly near: (Branch | boolean | undefined)[];
  readonly far: Map<number, Branch | boolean>;
}

export class DecisionTree {
  #root: Branch | boolean | undefined;
  #paths = 0;

  /** The result along the answers, or undefined where the path is new. */
  find(answer: Answer): boolean | undefined {
    let at = this.#root;
    while (typeof at === 'object') at = after(at, answer(at.question));
    return at;
  }

  /** Keeps a result under the questions that were asked for it, in order. */
  keep(questions: readonly number[], answer: Answer, result: boolean): void {
    if (this.#paths >= pathsMax) return;
    this.#paths++;
    if (questions.length === 0) {
      this.#root = result;
      return;
    }
    if (this.#root === undefined) this.#root = branch(questions[0]!);
    let at = this.#root as Branch;
    questions.forEach((question, index) => {
      const told = answer(question);
      const following = questions[index + 1];
      if (following === undefined) set(at, told, result);
      else {
        if (after(at, told) === undefined) set(at, told, branch(following));
        at = after(at, told) as Branch;
      }
    });
  }
}

function branch(question: number): Branch {
  return { question, near: [], far: new Map() };
}

function after({ near, far }: Branch, told: number): Branch | boolean | undefined {
  return told >= 0 && told < nearMax ? near[told] : far.get(told);
}

function set({ near, far }: Branch, told: number, next: Branch | boolean): void {
  if (told < 0 || told >= nearMax) far.set(told, next);
  else {
    while (near.length <= told) near.push(undefined);
    near[told] = next;
  }
}
