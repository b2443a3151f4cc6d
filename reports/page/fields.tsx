// A table of names with what they hold, those marked that have changed.

interface FieldsProps {
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly isChanged: (name: string, value: string) => boolean;
}

export function Fields({ fields, isChanged }: FieldsProps) {
  return (
    <table class="cells">
      <tbody>
        {fields.map(([name, value]) => (
          <tr class={isChanged(name, value) ? 'changed' : ''}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
