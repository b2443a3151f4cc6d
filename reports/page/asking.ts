// What the live explorer asks of its server, and what that answers.

export interface Choice {
  readonly thread: string;
  readonly choice?: number;
}

export interface Standing {
  readonly schedule: string;
  /** The last of the steps so far, in words, and how many there are in all. */
  readonly steps: readonly { readonly agent: string; readonly text: string; readonly events: readonly string[] }[];
  readonly taken: number;
  /** The cells that the last step has written. */
  readonly changed: readonly string[];
  readonly cells: readonly (readonly [name: string, value: unknown])[];
  readonly threads: readonly { readonly thread: string; readonly status: string; readonly label?: string }[];
  /** With what each would do. */
  readonly enabled: readonly (Choice & { readonly text: string })[];
  readonly end: string;
  /** Who waits for whom, in words. */
  readonly waitTexts: readonly string[];
  readonly properties: readonly {
    readonly property: string;
    readonly violated?: { readonly step: number; readonly reason: string };
  }[];
  /** What monitors and memories hold, in words. */
  readonly remembered: readonly (readonly [name: string, text: string])[];
  readonly misuse?: { readonly code: string; readonly seen: string };
}

export interface Found {
  readonly verdict: string;
  readonly states: number;
  readonly limit?: { readonly text: string };
  readonly choices?: readonly Choice[];
  /** Where it was not found: what the cell does hold. */
  readonly holds?: readonly string[];
}

/** What the server says against a question. */
class Refusal extends Error {}

/** textOf says what went wrong with a question. */
export function textOf(error: unknown): string {
  return error instanceof Refusal ? error.message : `the server does not answer: ${String(error)}`;
}

/** ask asks the server; the token of the page's own address goes with it. */
export async function ask<T>(what: string, question: object): Promise<T> {
  const answer = await fetch(`${what}${location.search}`, { method: 'POST', body: JSON.stringify(question) });
  const document = await answer.json();
  if (!answer.ok)
    throw new Refusal(document.hint === undefined ? document.error : `${document.error}; ${document.hint}`);
  return document;
}
