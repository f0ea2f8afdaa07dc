import type { ReactNode } from "react";
import classes from "./settings.module.css";

/** What one has to know about a whole section, above it. */
export const SectionNote = ({ children }: { children: ReactNode }) => <p className={classes.note}>{children}</p>;
