// Emission: a simplified function becomes a plain one, by its colour. Each form that is written here is one of a few, and
// has a line in the page of documentation about the erased text.

import type ts from 'typescript';
import type { Await } from './awaits.js';
import type { Colours } from './colours.js';
import type { Flavour } from './flavour.js';
import { declaration } from './forms.js';
import type { ErasedFunction } from './project.js';
import type { Simplified } from './simplify.js';
import { Splitting } from './splitting.js';
import { Writer } from './writer.js';

export class Emission {
  readonly awaits: Await[] = [];
  readonly #simplified: Simplified;
  readonly #colours: Colours;
  readonly #flavour: Flavour;

  constructor(simplified: Simplified, colours: Colours, flavour: Flavour) {
    this.#simplified = simplified;
    this.#colours = colours;
    this.#flavour = flavour;
  }

  /** The function, and what it goes on with where that is another. */
  function(each: ErasedFunction): readonly ts.Statement[] {
    if (!each.isProgram) return [declaration(each, this.#simplified.body(each))];
    const Form = this.#colours.of(each) === 'split' ? Splitting : Writer;
    return new Form(each, this.#simplified, this.#colours, this.#flavour, this.awaits).written();
  }
}
