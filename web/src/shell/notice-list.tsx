import { Button, CloseButton } from "@mantine/core";
import { Icon, type IconName } from "../icons/icon.tsx";
import { dismiss, type NoticeKind, useNotices } from "./notices.ts";
import classes from "./notice-list.module.css";

const icons: Readonly<Record<NoticeKind, IconName>> = {
  info: "info",
  good: "check",
  warning: "warning",
  bad: "warning",
};

/** The corner where things are told. */
export function NoticeList() {
  return (
    <div className={classes.list} aria-live="polite" role="status">
      {useNotices().map(({ id, kind, title, message, action }) => (
        <div key={id} className={classes.notice} data-kind={kind}>
          <Icon name={icons[kind]} className={classes.icon ?? ""} />
          <div className={classes.text}>
            <strong>{title}</strong>
            {message === undefined ? null : <p>{message}</p>}
          </div>
          {action === undefined ? null : (
            <Button
              onClick={() => {
                dismiss(id);
                action.run();
              }}
            >
              {action.label}
            </Button>
          )}
          <CloseButton size={20} aria-label="Put away" onClick={() => dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
