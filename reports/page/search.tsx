// The first state in which a cell holds a value: a form, with the cells that there are and what the one named holds now.

import { useState } from 'preact/hooks';
import type { Standing } from './asking.js';

interface SearchProps {
  readonly cells: Standing['cells'];
  readonly find: (cell: string, value: string) => void;
}

const input = { required: true, autocomplete: 'off', spellcheck: false, size: 18 } as const;

export function Search({ cells, find }: SearchProps) {
  const [cell, setCell] = useState('');
  const [value, setValue] = useState('');
  const now = cells.find(([name]) => name === cell);
  const submit = (event: Event) => {
    event.preventDefault();
    find(cell, value);
  };
  return (
    <form class="tools" onSubmit={submit}>
      first state in which
      <input
        {...{ ...input, name: 'cell', list: 'cell-names', value: cell }}
        aria-label="cell"
        onInput={({ currentTarget }) => setCell(currentTarget.value)}
      />
      is
      <input
        {...{ ...input, name: 'value', list: 'cell-values', value }}
        aria-label="value"
        onInput={({ currentTarget }) => setValue(currentTarget.value)}
      />
      <button type="submit">find</button>
      <small class="keys">{'a value as the cells below show it: 2, "block", {"object":1}'}</small>
      <datalist id="cell-names">
        {cells.map(([name]) => (
          <option value={name} />
        ))}
      </datalist>
      {/* What the cell holds now is the form of what may be sought. */}
      <datalist id="cell-values">{now && <option value={heldText(now[1])} />}</datalist>
    </form>
  );
}

/** heldText is what a cell holds, as it is shown and as it may be sought. */
export function heldText(value: unknown): string {
  return JSON.stringify(value) ?? 'none';
}
