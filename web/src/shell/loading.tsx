import { Loader } from "@mantine/core";
import classes from "./empty.module.css";

/** Something is being read. */
export function Loading({ what = "Loading" }: { what?: string }) {
  return (
    <div className={classes.empty} role="status">
      <Loader size={18} color="gray" />
      <span className="visually-hidden">{what}</span>
    </div>
  );
}
