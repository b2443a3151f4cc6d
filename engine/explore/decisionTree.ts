// A predicate's answers as a decision tree: it asks for one thing after the other (a cell, a label, a status), and what
// it asks next depends only on the answers so far. So a path of answers determines the result, and the predicate itself
// runs once per distinct path.

/** Paths kept at most; beyond, the predicate is simply asked each time. */
const pathsMax = 200_000;

/** What a predicate asked, as a number, and what it was told. */
export type Answer = (question: number) => number;

interface Branch {
  readonly question: number;
  readonly next: Map<number, Branch | boolean>;
}

export class DecisionTree {
  #root: Branch | boolean | undefined;
  #paths = 0;

  /** The result along the answers, or undefined where the path is new. */
  find(answer: Answer): boolean | undefined {
    let at = this.#root;
    while (typeof at === 'object') at = at.next.get(answer(at.question));
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
      if (following === undefined) at.next.set(told, result);
      else {
        if (!at.next.has(told)) at.next.set(told, branch(following));
        at = at.next.get(told) as Branch;
      }
    });
  }
}

function branch(question: number): Branch {
  return { question, next: new Map() };
}
