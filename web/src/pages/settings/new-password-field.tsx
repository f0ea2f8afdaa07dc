import { TextField } from "../../fields/fields.tsx";

export interface NewPasswordFieldProps {
  readonly label: string;
  /** What else is to be known of it. */
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A password to be, as the server takes them. */
export function NewPasswordField({ label, hint, value, onChange }: NewPasswordFieldProps) {
  return (
    <TextField
      label={label}
      type="password"
      autoComplete="new-password"
      required
      minLength={8}
      hint={["8 characters at least.", hint].filter(Boolean).join(" ")}
      value={value}
      onChange={onChange}
    />
  );
}
