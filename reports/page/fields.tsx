// A table of names with what they hold, those marked that have changed. Thousands are drawn in parts: of these only the ones
// with a change are made anew, and only the ones in sight are laid out.

import { useMemo } from 'preact/hooks';

interface FieldsProps {
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly isChanged: (name: string, value: string) => boolean;
}

const rowsOfPart = 100;

export function Fields({ fields, isChanged }: FieldsProps) {
  if (fields.length <= rowsOfPart) return <Part fields={fields} isChanged={isChanged} />;
  const parts = Array.from({ length: Math.ceil(fields.length / rowsOfPart) }, (_, part) => part * rowsOfPart);
  return (
    <>
      {parts.map((first) => (
        <div class="cells-part">
          <Part fields={fields.slice(first, first + rowsOfPart)} isChanged={isChanged} />
        </div>
      ))}
    </>
  );
}

type Row = readonly [name: string, value: string, hasChanged: boolean];

/** The same element again where no row is another one: what it draws is left as it is. */
function Part({ fields, isChanged }: FieldsProps) {
  const rows = fields.map(([name, value]): Row => [name, value, isChanged(name, value)]);
  return useMemo(() => <Table rows={rows} />, rows.flat());
}

function Table({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <table class="cells">
      <tbody>
        {rows.map(([name, value, hasChanged]) => (
          <tr class={hasChanged ? 'changed' : ''}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
