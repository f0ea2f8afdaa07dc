import { SelectField } from "../../fields/fields.tsx";
import { type Role, roles, roleWords } from "./role-words.ts";

export interface RoleFieldProps {
  readonly value: Role;
  readonly onChange: (role: Role) => void;
  readonly disabled?: boolean;
}

/** A choice of roles that says what each may. */
export function RoleField({ value, onChange, disabled = false }: RoleFieldProps) {
  return (
    <SelectField
      label="Role"
      hint={`May ${roleWords[value]}.`}
      value={value}
      disabled={disabled}
      onChange={(asked) => {
        const role = roles.find((known) => known === asked);
        if (role !== undefined) onChange(role);
      }}
    >
      {roles.map((role) => (
        <option key={role} value={role}>
          {role}
        </option>
      ))}
    </SelectField>
  );
}
