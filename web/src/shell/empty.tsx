import type { ReactNode } from "react";
import { Icon, type IconName } from "../icons/icon.tsx";
import classes from "./empty.module.css";

/** Says that there is nothing, why, and what to do about it. */
export function Empty({ title, icon, children }: { title: string; icon?: IconName; children?: ReactNode }) {
  return (
    <div className={classes.empty}>
      {icon === undefined ? null : <Icon name={icon} size={22} />}
      <h2>{title}</h2>
      {children === undefined ? null : <div className={classes.text}>{children}</div>}
    </div>
  );
}
