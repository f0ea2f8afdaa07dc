import { Button, Checkbox, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import type { PendingQuestion } from "./ask.ts";
import classes from "./ask-dialog.module.css";
import { useFocusBack } from "./use-focus-back.ts";

/** Shows what `ask` asks. */
export function AskDialog({ question }: { question: PendingQuestion }) {
  useFocusBack();
  const { title, message, kind = "question", buttons, checkbox, input, escape, answer } = question;
  const [checked, setChecked] = useState(checkbox?.checked ?? false);
  const [text, setText] = useState(input?.value ?? "");
  const say = (value: string) => answer({ value, checked, text });
  const primary = buttons.find((button) => button.primary === true);
  return (
    <Modal
      opened
      onClose={() => (escape === undefined ? undefined : say(escape))}
      closeOnEscape={escape !== undefined}
      closeOnClickOutside={false}
      withCloseButton={escape !== undefined}
      title={title}
      size="md"
      data-kind={kind}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (primary !== undefined) say(primary.value);
        }}
      >
        {message === undefined ? null : <div className={classes.message}>{message}</div>}
        {input === undefined ? null : (
          <TextInput
            label={input.label}
            value={text}
            data-autofocus
            onFocus={(event) => event.currentTarget.select()}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        <div className={classes.foot}>
          {checkbox === undefined ? null : (
            <Checkbox
              className={classes.check ?? ""}
              label={checkbox.label}
              checked={checked}
              onChange={(event) => setChecked(event.currentTarget.checked)}
            />
          )}
          {buttons.map((button) => (
            <Button
              key={button.value}
              type={button.primary === true ? "submit" : "button"}
              variant={button.primary === true ? "filled" : "default"}
              {...(button.danger === true ? { color: "red.9", variant: "filled" } : {})}
              {...(button.primary === true && input === undefined ? { "data-autofocus": true } : {})}
              {...(button.primary === true ? {} : { onClick: () => say(button.value) })}
            >
              {button.label}
            </Button>
          ))}
        </div>
      </form>
    </Modal>
  );
}
