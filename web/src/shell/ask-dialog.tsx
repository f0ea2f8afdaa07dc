import { Button, Checkbox, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import type { PendingQuestion } from "./ask.ts";
import classes from "./ask-dialog.module.css";
import { useFocusBack } from "./use-focus-back.ts";

/** Shows what `ask` asks. */
export function AskDialog({ question }: { question: PendingQuestion }) {
  useFocusBack();
  const { title, message, kind = "question", buttons, checkbox, input, escape, unasked = false, answer } = question;
  const [checked, setChecked] = useState(checkbox?.checked ?? false);
  const [text, setText] = useState(input?.value ?? "");
  const say = (value: string) => answer({ value, checked, text });
  // Enter and Space answer what one has looked at: of a question that came by itself nothing is in the focus but its text.
  const primary = unasked && input === undefined ? undefined : buttons.find((button) => button.primary === true);
  const isClosable = escape !== undefined || unasked;
  return (
    <Modal
      opened
      onClose={() => (escape === undefined ? unasked && question.putAside() : say(escape))}
      closeOnEscape={isClosable}
      closeOnClickOutside={false}
      withCloseButton={isClosable}
      {...(unasked ? { closeButtonProps: { "aria-label": "Put aside", title: "Put aside (Esc)" } } : {})}
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
        <div className={classes.message} {...(unasked ? { tabIndex: -1, "data-autofocus": true } : {})}>
          {message}
        </div>
        {input === undefined ? null : (
          <TextInput
            label={input.label}
            value={text}
            data-autofocus={unasked ? undefined : true}
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
              type={button === primary ? "submit" : "button"}
              variant={button === primary ? "filled" : "default"}
              {...(button.danger === true ? { color: "red.9", variant: "filled" } : {})}
              {...(button === primary && input === undefined ? { "data-autofocus": true } : {})}
              {...(button === primary ? {} : { onClick: () => say(button.value) })}
            >
              {button.label}
            </Button>
          ))}
        </div>
      </form>
    </Modal>
  );
}
